"""Who waits live rings: at one agent, then the next, until somebody says yes."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connections

from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.owning import move, take
from lifelong.conversations.models import Conversation
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.routing.actions.ringing import (
    NoLongerOffered,
    accept,
    decline,
    end_all_unanswered,
    end_unanswered,
)
from lifelong.routing.actions.signing_on import go_away, sign_off, sign_on
from lifelong.routing.matching import REST
from lifelong.routing.models import AwayReason, Offer
from lifelong.routing.queries import load_of, match_of, why_matched
from lifelong.routing.tests.ground import (
    MINUTE,
    a_hero,
    an_inbox,
    chat,
    mail,
    owner_of,
    rings_at,
    settle,
)

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RING = 20 * SECOND


def states(conversation: Conversation) -> list[tuple[str, str]]:
    offers = Offer.objects.filter(conversation=conversation).order_by("at", "id")
    return [(one.agent.name, one.state) for one in offers.select_related("agent")]


def test_a_chat_rings_and_is_nobodys_until_accepted() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    with clock.stopped_at(clock.now()):
        ana = chat(inbox)
        settle()
        assert (rings_at(ana), owner_of(ana)) == (mia, None)
        assert match_of(ana) is None
        accept(ana, by=mia)
        accept(ana, by=mia)
        settle()
        assert (rings_at(ana), owner_of(ana)) == (None, mia)
    assert why_matched(ana) == "Waited under a minute, 0% of the target; Mia has room for 2 more."
    assert Event.objects.filter(name="CustomerMatched").count() == 1
    assert states(ana) == [("Mia", "accepted")]


def test_mail_never_rings() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    ana = mail(inbox)
    settle()
    assert (rings_at(ana), owner_of(ana)) == (None, mia)


def test_who_turns_to_mail_rings_no_more_and_is_not_taken_by_a_late_yes() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1)
    sign_on(mia)
    mail(inbox, "bob")
    settle()
    ana = chat(inbox, "ana")
    settle()
    assert rings_at(ana) == mia
    mail(inbox, "ana", text="I have to go, please write to me")
    with pytest.raises(NoLongerOffered):
        accept(ana, by=mia)
    settle()
    assert (rings_at(ana), owner_of(ana)) == (None, None)


def test_declined_it_goes_on_to_the_next_and_the_reason_is_kept() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, slots=3), a_hero("Ben", inbox, slots=2)
    sign_on(mia), sign_on(ben)
    ana = chat(inbox)
    settle()
    assert rings_at(ana) == mia
    decline(ana, by=mia)
    decline(ana, by=mia)
    settle()
    assert rings_at(ana) == ben
    accept(ana, by=ben)
    assert states(ana) == [("Mia", "declined"), ("Ben", "accepted")]
    with pytest.raises(NoLongerOffered):
        accept(ana, by=mia)
    assert owner_of(ana) == ben


def test_unanswered_it_goes_on_when_its_time_is_over_and_not_before() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, slots=3), a_hero("Ben", inbox, slots=2)
    with clock.stopped_at(MORNING):
        sign_on(mia), sign_on(ben)
        ana = chat(inbox)
        settle()
        offer = Offer.objects.get()
    with clock.stopped_at(MORNING + RING - SECOND):
        end_unanswered(offer)
        assert rings_at(ana) == mia
    with clock.stopped_at(MORNING + RING):
        end_all_unanswered()
        settle()
        assert rings_at(ana) == ben
    assert states(ana) == [("Mia", "missed"), ("Ben", "ringing")]


def test_whom_nobody_takes_rings_again_after_a_rest_or_as_soon_as_somebody_else_is_there() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox)
    with clock.stopped_at(MORNING):
        sign_on(mia)
        ana, bob = chat(inbox, "ana"), chat(inbox, "bob")
        settle()
        decline(ana, by=mia)
        settle()
        assert (rings_at(ana), rings_at(bob)) == (None, mia)
        sign_on(ben)
        settle()
        assert rings_at(ana) == ben
        decline(ana, by=ben)
        settle()
        assert rings_at(ana) is None
    with clock.stopped_at(MORNING + REST):
        late = chat(inbox, "late")
        settle()
        assert rings_at(ana) is not None and rings_at(late) is not None
    last = Offer.objects.filter(conversation=ana).latest("at")
    assert last.parts["asked"] is True


def test_who_rings_takes_a_slot() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, slots=1)
    sign_on(mia)
    first, second = chat(inbox, "ana"), chat(inbox, "bob")
    settle()
    assert (rings_at(first), rings_at(second)) == (mia, None)
    accept(first, by=mia)
    settle()
    assert rings_at(second) is None


def test_who_is_taken_by_hand_rings_no_more() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox), a_hero("Ben", inbox)
    sign_on(mia)
    ana = chat(inbox)
    settle()
    take(ana, by=ben)
    with pytest.raises(NoLongerOffered):
        accept(ana, by=mia)
    settle()
    assert (rings_at(ana), owner_of(ana)) == (None, ben)
    assert states(ana) == [("Mia", "withdrawn")]


def test_signing_off_going_away_and_moving_stop_the_ringing() -> None:
    inbox, returns = an_inbox(), an_inbox("Returns")
    mia, ben = a_hero("Mia", inbox, slots=3), a_hero("Ben", inbox, slots=2)
    sign_on(mia)
    ana = chat(inbox)
    settle()
    sign_on(ben)
    sign_off(mia)
    with pytest.raises(Refused, match="sign on first"):
        accept(ana, by=mia)
    settle()
    assert rings_at(ana) == ben
    sign_on(mia)
    go_away(ben, reason=AwayReason.BREAK)
    settle()
    assert rings_at(ana) == mia
    move(ana, to=returns, by=mia)
    settle()
    assert rings_at(ana) is None
    assert [state for _, state in states(ana)] == ["withdrawn"] * 3


def test_a_yes_in_the_last_moment_and_its_end_never_both_happen() -> None:
    inbox = an_inbox()
    mia, ben = a_hero("Mia", inbox, slots=9), a_hero("Ben", inbox, slots=1)
    for number in range(6):
        sign_on(mia)
        with clock.stopped_at(clock.now() - MINUTE):
            ana = chat(inbox, f"ana{number}")
            settle()
        offer = Offer.objects.get(conversation=ana)
        _all_at_once(
            partial(accept, ana, by=mia), partial(end_unanswered, offer), partial(take, ana, by=ben)
        )
        offer.refresh_from_db()
        owner = owner_of(ana)
        assert owner in (mia, ben)
        assert (owner == mia) == (offer.state == "accepted"), (owner, offer.state)
        sign_off(mia)
        settle()


def _all_at_once(*acts: Callable[[], object]) -> None:
    """Each in a thread; that one was too late is no error."""

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except Refused:
            return
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_who_rings_is_not_counted_as_mail() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, capacity=1, slots=1)
    sign_on(mia)
    chat(inbox)
    letter = mail(inbox)
    settle()
    assert owner_of(letter) == mia
    assert load_of(mia.id) == 1


def test_who_is_joined_to_somebody_rings_as_one_with_them() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox, slots=3)
    sign_on(mia)
    letter = mail(an_inbox("Elsewhere"), "ana")
    words = chat(inbox, "ana.two")
    settle()
    assert rings_at(words) == mia
    join(letter.customer, words.customer, by=mia)
    settle()
    letter.refresh_from_db()
    assert (letter.channel, rings_at(words)) == ("chat", None)
    move(letter, to=inbox, by=mia)
    settle()
    assert rings_at(letter) == mia
