"""A number whose texts are kept here sends nothing, and each counts as taken."""

from pathlib import Path

import pytest

from lifelong.channels.models import Endpoint
from lifelong.connectors.twilio.interface import create, listed
from lifelong.connectors.twilio.outbox import KEPT_HERE


def test_a_text_is_kept_and_goes_nowhere(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    number = Endpoint(address="+493023125042", settings={"account": "AC1", "api": KEPT_HERE})
    sid = create(number, [("To", "+4917604069012"), ("Body", "On its way 🌿")])
    (kept,) = (tmp_path / "outbox").iterdir()
    assert kept.read_text() == "To: +4917604069012\nBody: On its way 🌿"
    assert sid == f"SM{kept.stem}"
    assert listed(number, to="+4917604069012", number=5) == []
