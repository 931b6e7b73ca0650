"""What the demo's plays did is found by what looks at any play."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lifelong.channels.tests.building import brand
from lifelong.lib.clock import stopped_at
from lifelong.outcomes import keeping
from lifelong.outcomes.actions.looking import look_at_plays
from lifelong.outcomes.comparing import Outcome
from lifelong.outcomes.counting import counts
from lifelong.outcomes.effects import Verdict
from lifelong.outcomes.facts import number_of
from lifelong.outcomes.reports import report
from lifelong.simulation.demo import SEED
from lifelong.simulation.earning import PEOPLE, write_past

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_two_plays_work_one_follow_up_does_nothing_and_one_harms_and_stops(
    tmp_path: Path, settings: Any
) -> None:
    settings.FACTS_ROOT = tmp_path
    with stopped_at(NOW):
        outreach, idle, harmful, retention = write_past(brand(), now=NOW, seed=SEED / 100)
        keeping.rebuild()
        facts = keeping.opened()
    assert facts is not None
    said = {one: report(facts, one, currency="EUR") for one in (outreach, idle, harmful, retention)}
    assert [one.verdict for one in said.values()] == [
        Verdict.WORKS, Verdict.NOT_YET_KNOWN, Verdict.HARMS, Verdict.WORKS,
    ]  # fmt: skip
    assert said[outreach].effects[Outcome.CONTACT_AGAIN].verdict is Verdict.WORKS
    owed = PEOPLE - said[outreach].treated - said[outreach].held_out
    assert 900 < owed < 1100
    assert said[retention].effects[Outcome.REPURCHASE].verdict is Verdict.WORKS
    kept = counts(facts)[number_of(retention.id)]
    assert (kept.eligible, kept.sent, kept.replied) == (PEOPLE, 0, 0)
    assert look_at_plays(facts) == [harmful]
