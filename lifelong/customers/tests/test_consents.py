"""What people have said about being written to, and what we may write by ourselves."""

import pytest

from lifelong.channels.models import Channel
from lifelong.customers.actions.consenting import start, stop
from lifelong.customers.consents import Consents
from lifelong.customers.models import Handle, How, Purpose
from lifelong.customers.tests.handles import MAIL, PHONE, met
from lifelong.events.models import Event

pytestmark = pytest.mark.django_db
UPDATES, OFFERS = Purpose.UPDATES, Purpose.OFFERS


def mail() -> Handle:
    return met().handles.get(value=MAIL)


def phone(proof: str | None = None) -> Handle:
    return met(PHONE, kind="phone", proof=proof).handles.get(value=PHONE)


def allowed(handle: Handle, purpose: Purpose, channel: Channel = Channel.EMAIL) -> bool:
    return Consents([handle]).allow(handle, channel, purpose)


def test_news_of_an_order_goes_where_nobody_said_no_and_an_offer_only_after_a_yes() -> None:
    handle = mail()
    assert allowed(handle, UPDATES) and not allowed(handle, OFFERS)
    start(handle, channel=Channel.EMAIL, how=How.STORE, purpose=OFFERS)
    assert allowed(handle, OFFERS)
    stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=OFFERS)
    assert allowed(handle, UPDATES) and not allowed(handle, OFFERS)
    stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=UPDATES)
    assert not allowed(handle, UPDATES)


def test_a_number_from_a_checkout_gets_no_text_that_it_did_not_ask_for() -> None:
    handle = phone()
    assert not allowed(handle, UPDATES, Channel.SMS)
    start(handle, channel=Channel.SMS, how=How.STORE, purpose=UPDATES)
    assert allowed(handle, UPDATES, Channel.SMS)


def test_who_texted_us_may_be_texted_until_they_say_stop() -> None:
    handle = phone(proof="text")
    start(handle, channel=Channel.SMS, how=How.STORE, purpose=OFFERS)
    assert allowed(handle, UPDATES, Channel.SMS) and allowed(handle, OFFERS, Channel.SMS)
    stop(handle, channel=Channel.SMS, how=How.KEYWORD)
    assert not allowed(handle, UPDATES, Channel.SMS) and not allowed(handle, OFFERS, Channel.SMS)


def test_the_same_word_twice_is_no_news_and_each_purpose_is_its_own() -> None:
    handle = mail()
    assert start(handle, channel=Channel.EMAIL, how=How.STORE, purpose=OFFERS)
    assert not start(handle, channel=Channel.EMAIL, how=How.LINK, purpose=OFFERS)
    assert stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=UPDATES)
    rows = Event.objects.filter(name__startswith="Consent").order_by("id")
    assert [(row.name, row.data["purpose"]) for row in rows] == [
        ("ConsentGiven", "offers"),
        ("ConsentWithdrawn", "updates"),
    ]
