"""What heroes keep in sight of everybody."""

import pytest

from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.pinning import (
    LONGEST,
    MOST_PINS,
    EnoughPinned,
    NotToPin,
    pin,
    pin_note,
    unpin,
)
from lifelong.conversations.models import Pin
from lifelong.conversations.statements import PINS
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one
from lifelong.conversations.tests.people import joined
from lifelong.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Came:
    return receive_one()


def pinned(came: Came) -> list[str]:
    rows = PINS.rows(ids=[came.conversation.id])
    return [one.text or (one.entry.text if one.entry else "") for one in rows]


def test_a_line_and_a_note_stay_until_they_are_unpinned(ana: Came) -> None:
    mia, ben = agent(name="Mia"), agent(name="Ben")
    line = pin(ana.conversation, text="  Prefers\n calls ", by=mia)
    pin_note(note(ana.conversation, text="Broke twice", by=mia), by=ben)
    assert pinned(ana) == ["Prefers calls", "Broke twice"]
    unpin(line, by=ben)
    unpin(line, by=mia)
    assert pinned(ana) == ["Broke twice"]
    line.refresh_from_db()
    assert (line.agent, line.unpinned_by) == (mia, ben)


def test_the_same_is_pinned_once(ana: Came) -> None:
    noted = note(ana.conversation, text="Broke twice", by=agent())
    for _time in range(2):
        pin(ana.conversation, text="Prefers calls", by=agent())
        pin_note(noted, by=agent())
    assert Pin.objects.count() == 2


def test_nothing_and_too_much_and_what_is_no_note_are_refused(ana: Came) -> None:
    for words in ("  ", "x" * (LONGEST + 1)):
        with pytest.raises(NotToPin):
            pin(ana.conversation, text=words, by=agent())
    with pytest.raises(NotToPin, match="Only a note"):
        pin_note(ana.entry, by=agent())


def test_more_than_enough_is_not_pinned(ana: Came) -> None:
    for number in range(MOST_PINS):
        pin(ana.conversation, text=f"Fact {number}", by=agent())
    with pytest.raises(EnoughPinned, match="unpin one first"):
        pin(ana.conversation, text="One more", by=agent())


def test_the_log_tells_who_pinned_and_never_what(ana: Came) -> None:
    unpin(pin(ana.conversation, text="Allergic to wool", by=agent()), by=agent())
    told = Event.objects.filter(name__in=["Pinned", "Unpinned"])
    assert told.count() == 2
    assert "wool" not in repr(list(told.values()))


def test_what_is_pinned_to_somebody_joined_is_pinned_to_the_person(ana: Came) -> None:
    other = receive_one(incoming(sender="a@work.example"))
    pin(other.conversation, text="Works nights", by=agent())
    joined(ana, other, by=agent())
    leads = ana.conversation.lead or ana.conversation
    ids = [ana.conversation.id, other.conversation.id]
    assert [one.text for one in PINS.rows(ids=ids)] == ["Works nights"]
    pin(leads, text="Works nights", by=agent())
    assert len(PINS.rows(ids=ids)) == 1
