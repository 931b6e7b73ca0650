import json
from datetime import timedelta

import pytest
from django.test import RequestFactory

from lifelong.lib import clock
from lifelong.running import health, operations
from lifelong.web.console.health import ports
from lifelong.web.console.health.ports import PartSeen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "expected", lambda: ["worker", "stream"])


def ask() -> tuple[int, dict[str, str]]:
    response = operations.health(RequestFactory().get("/healthz"))
    return response.status_code, json.loads(response.content)


def test_all_is_well_when_every_part_beats() -> None:
    health.beat("worker")
    health.beat("stream")
    assert ask() == (200, {"database": "ok", "worker": "ok", "stream": "ok"})


def test_a_part_that_never_beat_is_missing() -> None:
    health.beat("stream")
    assert ask() == (503, {"database": "ok", "worker": "missing", "stream": "ok"})


def test_a_part_is_stale_after_twenty_seconds() -> None:
    with clock.stopped_at(clock.now() - timedelta(seconds=21)):
        health.beat("worker")
    with clock.stopped_at(clock.now() - timedelta(seconds=19)):
        health.beat("stream")
    assert ask() == (503, {"database": "ok", "worker": "stale", "stream": "ok"})


def test_a_part_that_is_not_alive_does_not_beat() -> None:
    assert not health._beat_if("worker", lambda: False)
    assert health.of_each_part()["worker"] == "missing"


def test_each_part_is_shown_with_its_last_beat() -> None:
    at = clock.now() - timedelta(seconds=21)
    with clock.stopped_at(at):
        health.beat("worker")
    assert health.seen() == [PartSeen("worker", False, at), PartSeen("stream", False, None)]
    health.beat("stream")
    assert [one.is_alive for one in health.seen()] == [False, True]
    assert ports.parts is health.seen, "the page asks here"
