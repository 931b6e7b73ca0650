"""What an agent has, by what they have to do for whom."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel
from lifelong.channels.tests.building import endpoint
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Conversation, SetAsideOn
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one
from lifelong.conversations.tests.people import joined
from lifelong.conversations.work import put_off, work_of
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.fixture
def mia() -> Agent:
    return agent(name="Mia")


def works(mia: Agent, *, at: datetime = NOW) -> dict[str, str]:
    """By name of the customer why they are in her hands."""
    with stopped_at(at):
        found = work_of(mia.id, tomorrow=TOMORROW, most=9)
    names = dict(Conversation.objects.values_list("id", "customer__name"))
    return {names[one[0]]: one[5] for one in found}


def has(mia: Agent, name: str, *, on: str = Channel.EMAIL, at: datetime = NOW) -> Came:
    into = endpoint() if on == Channel.EMAIL else endpoint(channel=on, address=on)
    with stopped_at(at):
        came = receive_one(incoming(sender=f"{name}@example.com", channel=on), at=into)
        take(came.conversation, by=mia)
    return came


def answered(came: Came, mia: Agent) -> None:
    with stopped_at(NOW + timedelta(minutes=1)):
        reply(came.contact, text="Soon", by=mia, seen_position=None)


def test_who_chats_is_live_and_stays_so_while_words_go_to_and_fro(mia: Agent) -> None:
    came = has(mia, "ana", on=Channel.CHAT)
    assert works(mia) == {"Ana": "live"}
    answered(came, mia)
    assert works(mia, at=NOW + timedelta(minutes=2)) == {"Ana": "live"}
    assert works(mia, at=NOW + HOUR) == {"Ana": "customer"}


def test_an_answer_is_due_today_or_later_by_the_clock_of_the_target(mia: Agent) -> None:
    came = has(mia, "ana")
    assert works(mia) == {"Ana": "today"}
    Conversation.objects.filter(pk=came.conversation.pk).update(due_at=TOMORROW)
    assert works(mia) == {"Ana": "later"}
    assert works(mia, at=NOW + DAY) == {"Ana": "later"}, "by whose day it is, the screen says"


def test_a_promise_comes_before_whom_it_is_pending_on(mia: Agent) -> None:
    came = has(mia, "ana")
    answered(came, mia)
    assert works(mia) == {"Ana": "customer"}
    with stopped_at(NOW):
        promise(came.contact, text="Call", due_at=NOW + 2 * HOUR, by=mia)
        assert put_off([came.conversation])[came.conversation.id].promised == (NOW, NOW + 2 * HOUR)
    assert works(mia) == {"Ana": "promised"}


@pytest.mark.parametrize("on", SetAsideOn)
def test_set_aside_says_on_whom(mia: Agent, on: SetAsideOn) -> None:
    came = has(mia, "ana")
    with stopped_at(NOW):
        set_aside(came.contact, until=NOW + HOUR, on=on, by=mia)
        assert put_off([came.conversation])[came.conversation.id].until == NOW + HOUR
    assert works(mia) == {"Ana": on.value}


def test_a_promise_to_somebody_joined_is_one_to_the_person(mia: Agent) -> None:
    one, other = has(mia, "ana"), has(mia, "bo")
    answered(one, mia)
    answered(other, mia)
    with stopped_at(NOW):
        promise(other.contact, text="Call", due_at=NOW + HOUR, by=mia)
        joined(one, other, by=mia)
        lead = Conversation.objects.get(lead=None)
        assert put_off([lead])[lead.id].promised == (NOW, NOW + HOUR)
    assert list(works(mia).values()) == ["promised"]


def test_what_a_colleague_has_is_none_of_hers(mia: Agent) -> None:
    has(mia, "ana")
    assert works(agent(name="Ben")) == {}
