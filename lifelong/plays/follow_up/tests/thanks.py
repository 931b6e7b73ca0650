"""Somebody who complained, was asked, and says that it is settled, for tests."""

from django.test import Client

from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.actions.carrying_out import begin_try, carried_out
from lifelong.concessions.models import AuthorityLevel, Concession
from lifelong.concessions.tests.building import level
from lifelong.conversations.models import Contact
from lifelong.lib import clock
from lifelong.plays.follow_up.models import Sequence, Thanks
from lifelong.plays.follow_up.tests.building import (
    ASK,
    DAMAGED,
    DAY,
    HOUR,
    NOON,
    THANK,
    closed,
    goes_on,
    said,
    sequence,
    wants_offers,
)
from lifelong.plays.models import Case
from lifelong.plays.taps import Tap, link
from lifelong.routing.tests.ground import settle

ANA = "ana@example.com"
LATER = NOON + 26 * HOUR


def tap(which: Tap, case: Case | None = None) -> None:
    """As on the phone of whoever has the message."""
    address = link(which, (case or Case.objects.get()).id)
    assert Client().post("/t/" + address.rpartition("/")[2]).status_code == 200
    settle()


def thanking(most: int = 1000) -> Sequence:
    return sequence(ASK, THANK, level=as_far_as(most))


def as_far_as(most: int) -> AuthorityLevel:
    with clock.stopped_at(NOON - 100 * DAY):
        return AuthorityLevel.objects.first() or level(1, most, percent=None)


def asked(
    text: str = "The lamp came broken.", *, about: str = DAMAGED, sender: str = ANA
) -> Contact:
    """A complaint, closed and asked about, of somebody who has bought and wants offers."""
    with clock.stopped_at(NOON - 5 * DAY):
        taken(
            order(sender, buyer=buyer(sender, ref=sender), placed_at=clock.now(),
                  updated_at=clock.now())
        )  # fmt: skip
        settle()
    with clock.stopped_at(NOON):
        contact = closed(text, about=about, sender=sender)
        wants_offers(contact.customer)
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert len(said()) >= 1
    return contact


def given() -> Concession:
    made = Concession.objects.get()
    begin_try(made.id)
    carried_out(made.id, ref="gid://shopify/1")
    settle()
    return made


def withheld() -> str:
    return Thanks.objects.get().withheld


def tapped_and_later(contact: Contact) -> None:
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
    with clock.stopped_at(LATER):
        goes_on()
