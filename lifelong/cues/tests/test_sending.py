"""How pushes wait for a push server that is busy or slow. The network is a function here."""

import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from lifelong.accounts.models import Agent
from lifelong.conversations.models import Conversation
from lifelong.conversations.tests.building import agent, incoming, receive_one
from lifelong.cues import sending
from lifelong.cues.actions.hanging import hang
from lifelong.cues.encryption import in_base64, new_key
from lifelong.cues.models import Bell, Why
from lifelong.cues.sending import LEFT_ALONE, Again, Push, send
from lifelong.lib import clock
from lifelong.lib.http import Answer

pytestmark = pytest.mark.django_db

_number = count(1)
Say = Callable[[], None]


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(sending, "_left_alone", {})
    monkeypatch.setattr(sending, "_going_on", set())
    monkeypatch.setattr(sending, "still_holds", lambda *_args, **_kwargs: True)
    with clock.stopped_at(clock.now()):
        yield


def answering(monkeypatch: pytest.MonkeyPatch, meanwhile: Say = lambda: None) -> list[str]:
    """Whom the push servers heard of; `meanwhile` happens while they think."""
    heard: list[str] = []

    def call(_method: str, url: str, **_said: Any) -> Answer:
        heard.append(url)
        meanwhile()
        return Answer(201, {}, b"")

    monkeypatch.setattr(sending, "call", call)
    return heard


def bell(hero: Agent, host: str = "push.example") -> Bell:
    session_key = f"session {next(_number)}"
    UserSession.objects.create(user=hero, session_key=session_key, ip="127.0.0.1")
    Session.objects.create(
        session_key=session_key, session_data="", expire_date=clock.now() + timedelta(days=1)
    )
    key = new_key()[1]
    address = f"https://{host}/{session_key.replace(' ', '')}"
    secret = in_base64(b"s" * 16)
    hang(hero, session_key=session_key, address=address, key=key, secret=secret)
    return Bell.objects.get(address=address)


@pytest.fixture
def ana() -> Conversation:
    return receive_one(incoming()).conversation


def push(to: Bell, about: Conversation, why: Why = Why.WROTE, **fields: Any) -> Push:
    return Push(to.id, about.id, why, clock.now() + timedelta(hours=1), **fields)


def pause(again: Again | None) -> float:
    assert again
    return (again.at - clock.now()).total_seconds()


def test_one_push_at_a_time_goes_to_a_push_server_and_others_do_not_wait_for_it(
    monkeypatch: pytest.MonkeyPatch, ana: Conversation
) -> None:
    hero = agent()
    first, same, other = bell(hero), bell(hero), bell(hero, "other.example")
    got: list[Again | None] = []

    def meanwhile() -> None:
        if len(heard) == 1:
            got.extend(send(push(one, ana)) for one in (same, other))

    heard = answering(monkeypatch, meanwhile)
    assert send(push(first, ana)) is None
    assert heard == [first.address, other.address]
    assert got[0] and got[0].turned_away == 1 and got[1] is None
    assert send(push(same, ana)) is None


def test_no_more_than_two_go_on_at_once_wherever_they_go(
    monkeypatch: pytest.MonkeyPatch, ana: Conversation
) -> None:
    hero = agent()
    bells = [bell(hero, f"{name}.example") for name in ("one", "two", "three")]
    got: list[Again | None] = []

    def meanwhile() -> None:
        if len(heard) < 3:
            got.append(send(push(bells[len(heard)], ana)))

    heard = answering(monkeypatch, meanwhile)
    send(push(bells[0], ana))
    assert heard == [one.address for one in bells[:2]]


def test_who_is_turned_away_comes_less_and_less_often_but_for_what_rings(
    monkeypatch: pytest.MonkeyPatch, ana: Conversation
) -> None:
    hero = agent()
    answering(monkeypatch)
    here = bell(hero)
    sending._going_on.add("push.example:443")
    seen = [pause(send(push(here, ana, turned_away=often))) for often in range(9)]
    most = [min(30, 2 ** (often + 1)) for often in range(9)]
    assert all(limit / 2 <= one <= limit for one, limit in zip(seen, most, strict=True))
    assert len(set(seen)) == 9
    for why in (Why.RINGS, Why.CALLED):
        assert 1 <= pause(send(push(here, ana, why, turned_away=9))) <= 2


def test_a_push_server_that_answers_late_is_left_alone_and_not_all_come_at_once_after(
    monkeypatch: pytest.MonkeyPatch, ana: Conversation
) -> None:
    hero = agent()
    here = bell(hero)
    monkeypatch.setattr(sending, "SLOW", 0.05)
    heard = answering(monkeypatch, lambda: time.sleep(0.1))
    assert send(push(here, ana)) is None
    seen = {pause(send(push(here, ana))) for _ in range(5)}
    assert len(heard) == 1 and len(seen) == 5
    assert all(LEFT_ALONE < one <= LEFT_ALONE + 2 for one in seen)
