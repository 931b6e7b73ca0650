"""What a play wrote and has not left yet."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.channels.models import Channel
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.building import endpoint, receive_one
from lifelong.customers.actions.consenting import stop
from lifelong.customers.models import How, Purpose
from lifelong.customers.tests.handles import MAIL, met
from lifelong.lib import clock
from lifelong.plays.actions.taking_steps import take_due_steps
from lifelong.plays.models import Case, Play, PlayKind, Touch
from lifelong.plays.tests.building import Saying, case, play

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
OUTREACH, FOLLOW_UP = PlayKind.OUTREACH, PlayKind.FOLLOW_UP
DAY = timedelta(days=1)


def stands(one: Case) -> tuple[str, str]:
    one.refresh_from_db()
    return one.state, one.why


def test_a_message_that_is_tried_again_at_night_waits_for_the_morning_and_not_for_ever() -> None:
    with clock.stopped_at(NOON):
        on = play()
        Play.objects.update(from_minute=540, to_minute=1200)
        case(on)
        take_due_steps(OUTREACH, Saying())
    entry = Entry.objects.get()
    with clock.stopped_at(NOON.replace(hour=22)):
        assert begin_try(entry.id) is None
        entry.sending.refresh_from_db()
        assert entry.sending.next_try_at == NOON.replace(day=2, hour=9)
    with clock.stopped_at(NOON.replace(day=2, hour=9)):
        assert begin_try(entry.id) is not None
    with clock.stopped_at(NOON.replace(day=2, hour=13)):
        assert begin_try(entry.id) is None
    entry.sending.refresh_from_db()
    assert entry.sending.state in ("failed", "unknown")


@pytest.mark.parametrize(
    ("unsure", "leaves"), [(None, False), (False, False), (True, True)], ids=str
)
def test_what_waits_in_the_outbox_is_held_back_when_they_write(
    unsure: bool | None, leaves: bool
) -> None:
    """`unsure`: how its first try failed; None: there was none yet."""
    ours = endpoint()
    with clock.stopped_at(NOON):
        case(play(at=ours), met())
        take_due_steps(OUTREACH, Saying())
        entry = Entry.objects.get()
        if unsure is not None:
            begin_try(entry.id)
            failed_once(entry.id, words="busy", permanent=False, unsure=unsure)
    with clock.stopped_at(NOON + DAY / 2):
        receive_one(at=ours)
        assert (begin_try(entry.id) is not None) is leaves
    entry.refresh_from_db()
    assert (entry.withdrawn_at is None) is leaves
    assert Conversation.objects.get().status == "new"


def test_a_stop_before_and_after_planning_wins() -> None:
    one, two = case(play(), met()), case(play(), met("bob@example.com"))
    stop(
        met().handles.get(value=MAIL), channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.UPDATES
    )
    take_due_steps(OUTREACH, Saying())
    assert stands(one) == ("stopped", "consent")
    handle = met("bob@example.com").handles.get()
    stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.UPDATES)
    assert begin_try(Touch.objects.get(case=two).entry_id) is None
