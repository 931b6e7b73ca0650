"""Slots for live channels: how long a place is taken, who comes back to it, and who is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.accounts.models import Agent
from lifelong.channels.models import Kind
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Conversation, SetAsideOn
from lifelong.lib import clock
from lifelong.routing.actions.ending import note_screen
from lifelong.routing.actions.returning import return_chats_of_the_lost
from lifelong.routing.actions.ringing import accept
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.jobs import use_quiet_slot
from lifelong.routing.queries import load_of
from lifelong.routing.tests.ground import (
    MINUTE,
    a_hero,
    an_inbox,
    chat,
    contact_of,
    mail,
    owner_of,
    rings_at,
    settle,
)

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def answer(conversation: Conversation, by: Agent) -> None:
    reply(contact_of(conversation), text="Hello!", by=by, seen_position=None)
    settle()


def accepted_chat(mia: Agent, inbox: object, customer: str) -> Conversation:
    conversation = chat(inbox, customer)  # type: ignore[arg-type]
    settle()
    accept(conversation, by=mia)
    settle()
    return conversation


def test_an_answered_chat_keeps_its_slot_for_five_quiet_minutes() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, slots=1)
    with clock.stopped_at(MORNING):
        sign_on(mia)
        ana = accepted_chat(mia, inbox, "ana")
        answer(ana, mia)
        bob = chat(inbox, "bob")
        settle()
        assert rings_at(bob) is None
    with clock.stopped_at(MORNING + 4 * MINUTE):
        note_screen(mia.id)
        chat(inbox, "ana", text="Thank you!")
        settle()
    with clock.stopped_at(MORNING + 5 * MINUTE):
        use_quiet_slot.run(str(ana.id))
        assert rings_at(bob) is None
    with clock.stopped_at(MORNING + 9 * MINUTE):
        note_screen(mia.id)
        use_quiet_slot.run(str(ana.id))
        assert rings_at(bob) == mia
    assert owner_of(ana) == mia


def test_setting_a_chat_aside_frees_its_slot_at_once() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, slots=1)
    sign_on(mia)
    ana = accepted_chat(mia, inbox, "ana")
    bob = chat(inbox, "bob")
    settle()
    assert rings_at(bob) is None
    tomorrow = clock.now() + timedelta(days=1)
    set_aside(contact_of(ana), until=tomorrow, on=SetAsideOn.CARRIER, by=mia)
    settle()
    assert rings_at(bob) == mia


def test_who_comes_back_gets_the_same_hero_one_over_and_no_more_than_one() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, slots=1)
    with clock.stopped_at(MORNING):
        sign_on(mia)
        ana = accepted_chat(mia, inbox, "ana")
        answer(ana, mia)
    with clock.stopped_at(MORNING + 6 * MINUTE):
        note_screen(mia.id)
        bob = accepted_chat(mia, inbox, "bob")
        answer(bob, mia)
    with clock.stopped_at(MORNING + 12 * MINUTE):
        note_screen(mia.id)
        cem = accepted_chat(mia, inbox, "cem")
        chat(inbox, "ana", text="And when?")
        settle()
        assert owner_of(ana) == owner_of(cem) == mia
        assert load_of(mia.id, Kind.LIVE) == 2
        chat(inbox, "bob", text="And mine?")
        settle()
        assert (owner_of(bob), rings_at(bob)) == (None, None)


def test_a_letter_of_somebody_who_chats_counts_as_mail_again() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1, slots=1)
    with clock.stopped_at(MORNING):
        sign_on(mia)
        ana = accepted_chat(mia, inbox, "ana")
        answer(ana, mia)
    with clock.stopped_at(MORNING + 10 * MINUTE):
        mail(inbox, "ana", text="Here is the picture.")
        settle()
        assert owner_of(ana) == mia
        assert (load_of(mia.id), load_of(mia.id, Kind.LIVE)) == (1, 0)


def test_a_lost_screen_gets_nobody_live_and_gives_back_its_chats_after_three_minutes() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, slots=3), a_hero("Ben", inbox, slots=1)
    with clock.stopped_at(MORNING):
        sign_on(mia)
        ana = accepted_chat(mia, inbox, "ana")
        letter = mail(inbox)
        settle()
        answered = accepted_chat(mia, inbox, "answered")
        answer(answered, mia)
        sign_on(ben)
    with clock.stopped_at(MORNING + 3 * MINUTE):
        note_screen(ben.id)
        return_chats_of_the_lost()
        assert owner_of(ana) == mia
    with clock.stopped_at(MORNING + 3 * MINUTE + timedelta(seconds=1)):
        return_chats_of_the_lost()
        settle()
        assert rings_at(ana) == ben
        assert owner_of(letter) == mia
        chat(inbox, "answered", text="Are you there?")
        settle()
        assert owner_of(answered) is None
        note_screen(mia.id)
        settle()
        assert rings_at(answered) == mia


def test_a_screen_that_is_there_keeps_its_chats() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    with clock.stopped_at(MORNING):
        sign_on(mia)
        ana = accepted_chat(mia, inbox, "ana")
    for minute in range(1, 6):
        with clock.stopped_at(MORNING + minute * MINUTE):
            note_screen(mia.id)
            return_chats_of_the_lost()
    assert owner_of(ana) == mia
