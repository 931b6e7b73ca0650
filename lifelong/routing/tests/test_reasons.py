"""Why somebody is where they are, asked while they wait."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lifelong.accounts.policy import caller_for
from lifelong.conversations.actions.owning import assign, release, take
from lifelong.conversations.models import Conversation
from lifelong.lib import clock
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.matching import HELD_UNTIL, Hold, hold_on
from lifelong.routing.reasons import Line, Reason, reason_of
from lifelong.routing.tests.ground import a_hero, an_inbox, chat, mail, settle
from lifelong.routing.tests.pairs import ANNA, BEN, MIA, NOW, just_passed, keeper, room, waits

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def asked(conversation: Conversation, by: object) -> Reason:
    fresh = Conversation.objects.select_related("owner", "inbox__brand").get(pk=conversation.pk)
    return reason_of(fresh, visible_to=caller_for(by))  # type: ignore[arg-type]


def line(reason: Reason) -> Line:
    assert reason.line is not None
    return reason.line


def test_nobody_is_at_work() -> None:
    assert hold_on(waits(1, 0.2), [], now=NOW) == (Hold.NOBODY, [])
    gone = replace(room(ANNA), capacity=0)
    assert hold_on(waits(1, 0.2), [gone], now=NOW) == (Hold.NOBODY, [])


def test_everybody_is_full() -> None:
    full = [room(ANNA, 3), room(BEN, 3)]
    assert hold_on(waits(1, 0.2), full, now=NOW) == (Hold.FULL, [ANNA, BEN])


def test_held_for_who_served_them_last_until_the_slack_ends() -> None:
    rooms = [room(ANNA, 3), room(BEN)]
    assert hold_on(waits(1, 0.2, last=ANNA), rooms, now=NOW) == (Hold.HELD, [ANNA])
    assert hold_on(waits(1, HELD_UNTIL, last=ANNA), rooms, now=NOW) == (Hold.NOTHING, [BEN])


def test_kept_for_a_keeper() -> None:
    one = replace(waits(1, 0.2), risks=("cancellation",), value=0.5, currency="EUR")
    rooms = [room(ANNA), keeper(MIA, 3)]
    assert hold_on(one, rooms, now=NOW) == (Hold.KEPT, [MIA])


def test_whoever_has_room_has_just_let_them_pass() -> None:
    one = waits(1, 0.2, passed={ANNA: just_passed})
    assert hold_on(one, [room(ANNA), room(BEN, 3)], now=NOW) == (Hold.RESTING, [ANNA])


@pytest.mark.django_db(transaction=True)
def test_the_place_is_by_what_is_due_and_the_clock_is_the_targets() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    with clock.stopped_at(MORNING):
        first = mail(inbox, "first")
    with clock.stopped_at(MORNING + MINUTE):
        second = mail(inbox, "second")
        chat(inbox, "elsewhere")
    with clock.stopped_at(MORNING + 4 * 60 * MINUTE):
        one, two = asked(first, mia), asked(second, mia)
    assert (line(one).place, line(one).of) == (1, 2), "who chats is in another line"
    assert (line(two).place, line(two).of) == (2, 2)
    assert line(one).hold is Hold.NOBODY
    assert one.clock and round(one.clock.used, 2) == 0.5


@pytest.mark.django_db(transaction=True)
def test_who_holds_them_up_is_named() -> None:
    inbox = an_inbox()
    mia, ida = a_hero("Mia", inbox, capacity=1), a_hero("Ida", inbox, capacity=1)
    for hero in (mia, ida):
        sign_on(hero)
    for _time in range(3):
        last = mail(inbox)
        settle()
    found = line(asked(last, mia))
    assert (found.hold, found.names) == (Hold.FULL, ["Ida", "Mia"])


@pytest.mark.django_db(transaction=True)
def test_how_they_came_to_who_has_them() -> None:
    inbox = an_inbox()
    mia, ida = a_hero("Mia", inbox), a_hero("Ida", inbox)
    ana = mail(inbox, "ana")
    take(ana, by=mia)
    taken = asked(ana, mia).handed
    assert taken and taken.by == ""
    assign(ana, to=ida, by=mia)
    passed = asked(ana, mia)
    assert passed.handed and (passed.owner, passed.handed.by) == ("Ida", "Mia")
    release(ana, by=ida)
    sign_on(mia)
    settle()
    matched = asked(ana, mia)
    assert matched.match is not None and matched.handed is None


@pytest.mark.django_db(transaction=True)
def test_who_rings_is_in_no_line() -> None:
    inbox = an_inbox()
    mia = a_hero("Mia", inbox)
    sign_on(mia)
    ana = chat(inbox, "ana")
    settle()
    found = asked(ana, mia)
    assert (found.rings_at, found.line) == ("Mia", None)
