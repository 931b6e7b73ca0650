"""Who keeps whom, and who goes back to the queue when their hero cannot serve them."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.accounts.actions.hiring import deactivate
from lifelong.conversations.actions.closing import close, reopen_contact
from lifelong.conversations.actions.owning import release, take
from lifelong.conversations.actions.promising import promise, raise_due
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.actions.setting_aside import set_aside, wake_all_due
from lifelong.conversations.models import SetAsideOn, Topic
from lifelong.lib import clock
from lifelong.routing.actions.returning import return_all_of_the_gone
from lifelong.routing.actions.signing_on import come_back, go_away, sign_off, sign_on
from lifelong.routing.models import AwayReason, Offer
from lifelong.routing.queries import shift_of, why_matched
from lifelong.routing.tests.ground import (
    MINUTE,
    a_hero,
    an_inbox,
    contact_of,
    mail,
    owner_of,
    settle,
)

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def test_what_a_hero_releases_goes_to_somebody_else_with_room() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox, capacity=1)
    sign_on(mia)
    waiting = mail(inbox)
    settle()
    sign_on(ben)
    go_away(mia, reason=AwayReason.BREAK)
    settle()
    assert owner_of(waiting) == ben
    assert Offer.objects.filter(ended_at=None).get().agent == ben


def test_a_customer_released_by_hand_is_brought_back_to_who_knows_them() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, capacity=1), a_hero("Ben", inbox, capacity=9)
    sign_on(mia)
    waiting = mail(inbox)
    settle()
    sign_on(ben)
    release(waiting, by=mia)
    settle()
    assert owner_of(waiting) == mia
    assert why_matched(waiting).endswith("Mia served them last.")


def test_who_comes_back_within_days_gets_the_same_hero() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, capacity=1), a_hero("Ben", inbox, capacity=9)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    topic = Topic.objects.create(name="Anything")
    reply(contact_of(ana), text="Done.", by=mia, seen_position=None)
    close(contact_of(ana), topic=topic, by=mia)
    sign_on(ben)
    settle()
    mail(inbox, "ana", text="It broke again.")
    settle()
    assert owner_of(ana) == mia


def test_an_owner_who_went_home_loses_who_writes_again() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="I will look.", by=mia, seen_position=None)
    sign_off(mia)
    settle()
    assert owner_of(ana) == mia
    mail(inbox, "ana", text="And?")
    settle()
    assert owner_of(ana) is None
    sign_on(ben)
    settle()
    assert owner_of(ana) == ben


def test_an_owner_with_room_keeps_who_writes_again() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="I will look.", by=mia, seen_position=None)
    mail(inbox, "ana", text="And?")
    settle()
    assert owner_of(ana) == mia
    assert Offer.objects.count() == 1


def test_an_owner_who_is_full_by_now_loses_who_writes_again() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="I will look.", by=mia, seen_position=None)
    bob = mail(inbox, "bob")
    settle()
    mail(inbox, "ana", text="And?")
    settle()
    assert (owner_of(ana), owner_of(bob)) == (None, mia)


def test_thanks_and_automatic_mail_change_no_owner() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    ana = mail(inbox, "ana")
    settle()
    reply(contact_of(ana), text="Done.", by=mia, seen_position=None)
    sign_off(mia)
    mail(inbox, "ana", text="Thank you!")
    mail(inbox, "ana", text="I am on holiday.", automatic="auto-reply")
    settle()
    assert owner_of(ana) == mia


def test_sign_off_returns_who_waits_and_leaves_who_is_pending() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    waiting, pending = mail(inbox), mail(inbox)
    settle()
    reply(contact_of(pending), text="I will look.", by=mia, seen_position=None)
    sign_off(mia)
    settle()
    assert (owner_of(waiting), owner_of(pending)) == (None, mia)


def test_coming_back_brings_what_nobody_took() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    waiting = mail(inbox)
    settle()
    go_away(mia, reason=AwayReason.MEAL)
    settle()
    assert owner_of(waiting) is None
    come_back(mia)
    settle()
    assert owner_of(waiting) == mia


def test_what_rises_while_its_owner_is_at_home_goes_to_a_colleague() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox, capacity=5)
    sign_on(mia)
    aside, promised, bounced = mail(inbox, "a"), mail(inbox, "b"), mail(inbox, "c")
    for one in (aside, promised, bounced):
        take(one, by=mia)
    soon = clock.now() + MINUTE
    set_aside(contact_of(aside), until=soon, on=SetAsideOn.CARRIER, by=mia)
    promise(contact_of(promised), text="A new one", due_at=soon, by=mia)
    reply(contact_of(promised), text="A new one comes.", by=mia, seen_position=None)
    sent = reply(contact_of(bounced), text="Here.", by=mia, seen_position=None)
    sign_off(mia)
    sign_on(ben)
    settle()
    assert owner_of(aside) == owner_of(promised) == owner_of(bounced) == mia
    with clock.stopped_at(soon + MINUTE):
        wake_all_due()
        raise_due()
        begin_try(sent.id)
        failed_once(sent.id, words="no such mailbox", permanent=True)
        settle()
    assert owner_of(aside) == owner_of(promised) == owner_of(bounced) == ben


def test_who_takes_up_a_closed_matter_keeps_it() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox)
    ana = mail(inbox)
    settle()
    contact = close(contact_of(ana), topic=Topic.objects.create(name="Any"), by=mia, reason="x")
    sign_on(ben)
    reopen_contact(contact, by=mia)
    settle()
    assert owner_of(ana) == mia


def test_an_account_that_is_closed_signs_off_and_returns_who_waits() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    waiting = mail(inbox)
    settle()
    deactivate(mia, by=None)
    settle()
    assert owner_of(waiting) is None
    assert shift_of(mia) is None


def test_who_is_let_go_keeps_nobody_even_without_a_shift() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox)
    waiting, pending = mail(inbox), mail(inbox, "ana")
    for one in (waiting, pending):
        take(one, by=mia)
    reply(contact_of(pending), text="I will look.", by=mia, seen_position=None)
    settle()
    deactivate(mia, by=None)
    settle()
    assert (owner_of(waiting), owner_of(pending)) == (None, None)
    sign_on(ben)
    mail(inbox, "ana", text="And?")
    settle()
    assert owner_of(waiting) == owner_of(pending) == ben


def test_whose_season_is_over_keeps_nobody_from_the_next_minute_on() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox, capacity=1)
    mia.ends_on = MORNING.date()
    mia.save()
    with clock.stopped_at(MORNING):
        held, bens = mail(inbox), mail(inbox)
        take(held, by=mia)
        take(bens, by=ben)
        return_all_of_the_gone()
    assert owner_of(held) == mia
    with clock.stopped_at(MORNING + DAY):
        return_all_of_the_gone()
    assert (owner_of(held), owner_of(bens)) == (None, ben)
