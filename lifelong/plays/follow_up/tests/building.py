"""A sequence, and closed matters that it follows, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Channel, Endpoint
from lifelong.concessions.authority import Kind
from lifelong.conversations.actions.closing import close
from lifelong.conversations.models import Contact, Entry, EntryKind, Resolution
from lifelong.conversations.tests.building import endpoint, incoming, receive_one, topic
from lifelong.customers.actions.consenting import start
from lifelong.customers.models import Customer, Handle, How, Purpose
from lifelong.lib import clock
from lifelong.plays.actions.switching import switch
from lifelong.plays.actions.taking_steps import take_due_steps
from lifelong.plays.follow_up.actions.arranging import Doing, Terms, write_sequence
from lifelong.plays.follow_up.actions.thanking import thank_next
from lifelong.plays.follow_up.models import Sequence, StepKind
from lifelong.plays.follow_up.playing import FollowUp
from lifelong.plays.models import Case, PlayKind
from lifelong.routing.tests.ground import settle

#: a Monday
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAMAGED = "Damaged item"
ASK = Doing(StepKind.ASK, 60)
THANK = Doing(StepKind.THANK, 60, gives=Kind.DISCOUNT, amount=500)


def sequence(*steps: Doing, at: Endpoint | None = None, **terms: Any) -> Sequence:
    """Switched on, in the hours of the whole day, holding out nobody, asking after an hour."""
    brand = (at or Endpoint.objects.first() or endpoint()).brand
    said = {"name": "After solving", "holdout": 0, "from_minute": 0, "to_minute": 1440}
    made = write_sequence(brand, Terms(**{**said, "steps": steps or (ASK,), **terms}), by=None)
    switch(made.play, on=True, by=None)
    return made


def closed(
    text: str = "Where is my parcel?",
    *,
    about: str = "Where is my order",
    by: Agent | None = None,
    at: Endpoint | None = None,
    sender: str = "ana@example.com",
    resolution: Resolution = Resolution.SOLVED,
    **fields: Any,
) -> Contact:
    """What somebody wrote, closed by a hero, with what follows."""
    came = receive_one(incoming(text, sender=sender, **fields), at=at)
    settle()
    done = close(
        came.contact, topic=topic(about), by=by or agent(), resolution=resolution, reason="By phone"
    )
    settle()
    return done


def goes_on(*, thanks: bool = True) -> None:
    """What a worker does of what is due."""
    while thanks and thank_next():
        pass
    settle()
    take_due_steps(PlayKind.FOLLOW_UP, FollowUp())
    settle()


def said() -> list[str]:
    rows = Entry.objects.filter(kind=EntryKind.MESSAGE_OUT)
    return list(rows.order_by("placed_at", "position").values_list("text", flat=True))


def stands() -> tuple[str, str]:
    one = Case.objects.get()
    return one.state, one.why


def wants_offers(customer: Customer) -> None:
    handle = Handle.objects.get(customer=customer, kind="email")
    start(handle, channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.OFFERS)


__all__ = ["clock", "endpoint", "settle"]
