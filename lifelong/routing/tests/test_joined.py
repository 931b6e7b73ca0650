"""Joined people are one for matching, too: one ring, one owner; parted, each is served."""

import pytest

from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.parting import part
from lifelong.conversations.models import Conversation
from lifelong.customers.models import Joining
from lifelong.routing.actions.ringing import accept
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.models import Offer, OfferState
from lifelong.routing.queries import load_of
from lifelong.routing.tests.ground import (
    a_hero,
    an_inbox,
    chat,
    mail,
    overloaded,
    owner_of,
    rings_at,
    settle,
)

pytestmark = pytest.mark.django_db(transaction=True)


def joined(one: Conversation, other: Conversation) -> Joining:
    made = join(one.customer, other.customer, by=None)
    assert made is not None
    settle()
    return made


def test_a_chat_that_rings_goes_on_ringing_as_the_person_it_belongs_to() -> None:
    inbox = an_inbox()
    ana, text = mail(inbox, "ana"), chat(inbox, "visitor")
    mia = a_hero("Mia", inbox, capacity=0)
    sign_on(mia)
    settle()
    assert rings_at(text) == mia
    joined(ana, text)
    assert rings_at(text) is None
    assert rings_at(ana) == mia
    assert Offer.objects.filter(state=OfferState.RINGING).count() == 1
    accept(ana, by=mia)
    settle()
    assert owner_of(ana) == mia
    assert not Offer.objects.filter(conversation=text, ended_at=None).exists()


def test_two_who_were_owned_count_once_and_by_one_owner() -> None:
    inbox = an_inbox()
    mia, jonas = a_hero("Mia", inbox, capacity=1), a_hero("Jonas", inbox, capacity=1)
    for hero in (mia, jonas):
        sign_on(hero)
    ana, work = mail(inbox, "ana"), mail(inbox, "work")
    settle()
    assert {owner_of(ana), owner_of(work)} == {mia, jonas}
    third = mail(inbox, "third")
    settle()
    assert owner_of(third) is None
    joined(ana, work)
    assert load_of(mia.id) + load_of(jonas.id) == 2
    assert owner_of(third) is not None, "the room that was left is filled"
    assert owner_of(work) is None
    assert Offer.objects.filter(ended_at=None).count() == 2


def test_who_is_parted_is_served_again() -> None:
    inbox = an_inbox()
    ana, work = mail(inbox, "ana"), mail(inbox, "work")
    made = joined(ana, work)
    mia = a_hero("Mia", inbox, capacity=2)
    sign_on(mia)
    settle()
    assert (owner_of(ana), load_of(mia.id)) == (mia, 1)
    part(made, by=mia)
    settle()
    assert owner_of(ana) == owner_of(work) == mia
    assert overloaded([mia]) == []
