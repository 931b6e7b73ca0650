import threading

import pytest

from lifelong.conversations.events import MessageReceived
from lifelong.conversations.tests.building import Came, receive_one
from lifelong.events.models import Event
from lifelong.events.reactor import handle
from lifelong.triage import reading
from lifelong.triage.facts import Facts
from lifelong.triage.models import Reading
from lifelong.triage.reading import Findings

pytestmark = pytest.mark.django_db


def read(monkeypatch: pytest.MonkeyPatch, reader: object) -> tuple[Came, dict[str, object]]:
    """One message through a reader: what came in, and the fact that followed."""
    monkeypatch.setattr(reading, "read_text", reader)
    came = receive_one()
    handle([str(one.id) for one in Event.objects.filter(name=MessageReceived.__name__)])
    return came, Event.objects.get(name="MessageTriaged").data


def test_what_was_found_is_kept_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    came, fact = read(monkeypatch, lambda text, facts: Findings(language="de"))
    row = Reading.objects.get(entry=came.entry)
    assert (row.language, row.failed) == ("de", False)
    assert (fact["entry_id"], fact["failed"]) == (str(came.entry.id), False)


def test_a_reading_that_fails_is_told_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str, facts: Facts) -> Findings:
        raise ValueError("no such model")

    came, fact = read(monkeypatch, fail)
    assert Reading.objects.get(entry=came.entry).failed
    assert fact["failed"] is True


def test_a_reading_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    is_over, ended = threading.Event(), []

    def dawdle(text: str, facts: Facts) -> Findings:
        is_over.wait(30)
        ended.append(text)
        return Findings(language="de")

    try:
        came, fact = read(monkeypatch, dawdle)
        assert not ended
    finally:
        is_over.set()
    assert Reading.objects.get(entry=came.entry).language == ""
    assert fact["failed"] is True
