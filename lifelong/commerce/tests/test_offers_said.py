"""What somebody told the store about offers: kept for the handles that are theirs."""

from datetime import datetime

import pytest

from lifelong.channels.models import Channel
from lifelong.commerce.news import OffersSaid
from lifelong.commerce.tests.building import at, buyer, take
from lifelong.customers.actions.consenting import stop
from lifelong.customers.consents import Consents
from lifelong.customers.models import Consent, Handle, How, Purpose
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


def said(given: bool, when: datetime | None, *, email: str = "ana@example.com") -> None:
    one = OffersSaid(channel=Channel.EMAIL, given=given, at=when)
    take(buyer(email, offers=(one,)))


def takes_offers() -> bool:
    handle = Handle.objects.get(kind="email", value="ana@example.com")
    return Consents([handle]).allow(handle, Channel.EMAIL, Purpose.OFFERS)


def test_a_yes_at_the_store_counts_until_a_later_no() -> None:
    said(True, at(1))
    assert takes_offers()
    said(False, at(2))
    assert not takes_offers()


def test_what_they_said_to_us_later_stands_whatever_the_store_repeats() -> None:
    with clock.stopped_at(at(5)):
        said(True, at(1))
        handle = Handle.objects.get(kind="email")
        stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.OFFERS)
        said(True, at(1))
        said(True, None)
    assert not takes_offers()
    with clock.stopped_at(at(7)):
        said(True, at(6))
    assert takes_offers()


def test_nobody_says_yes_for_another() -> None:
    said(True, at(1), email="bob@example.com")
    take(buyer("ana@example.com", ref="77"))
    # the store's customer 77 gives bob's address as theirs
    one = OffersSaid(channel=Channel.EMAIL, given=False, at=at(3))
    take(buyer("bob@example.com", ref="77", offers=(one,)))
    assert Consent.objects.get().given
