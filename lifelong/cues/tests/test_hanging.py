"""Bells are hung once, and in a session that is there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent
from lifelong.cues.actions.hanging import NoBell, hang
from lifelong.cues.encryption import in_base64, new_key
from lifelong.cues.models import Bell

SECRET = in_base64(b"s" * 16)
ADDRESS = "https://push.example/1"


@pytest.fixture
def key() -> str:
    return new_key()[1]


def session(hero: Agent, session_key: str) -> str:
    UserSession.objects.create(user=hero, session_key=session_key, ip="127.0.0.1")
    return session_key


@pytest.mark.django_db
def test_who_is_no_longer_signed_in_is_told_so(key: str) -> None:
    with pytest.raises(NoBell, match="Sign in again"):
        hang(agent(), session_key="gone", address=ADDRESS, key=key, secret=SECRET)


@pytest.mark.django_db
def test_saying_the_same_again_writes_nothing(key: str) -> None:
    hero = agent()
    mine = session(hero, "mine")
    hang(hero, session_key=mine, address=ADDRESS, key=key, secret=SECRET)
    with CaptureQueriesContext(connection) as asked:
        hang(hero, session_key=mine, address=ADDRESS, key=key, secret=SECRET)
    assert [one["sql"].partition(" ")[0] for one in asked] == ["SELECT"]
    other = in_base64(b"t" * 16)
    hang(hero, session_key=mine, address=ADDRESS, key=key, secret=other)
    assert Bell.objects.get().secret == b"t" * 16


@pytest.mark.django_db
def test_a_browser_with_a_new_address_is_one_bell(key: str) -> None:
    hero = agent()
    mine = session(hero, "mine")
    for address in (ADDRESS, "https://push.example/2"):
        hang(hero, session_key=mine, address=address, key=key, secret=SECRET)
    assert Bell.objects.get().address == "https://push.example/2"


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_say_one_address_at_once_are_one_bell(key: str) -> None:
    hero = agent()
    keys = [session(hero, f"session {number}") for number in range(4)]
    gate = Barrier(len(keys))

    def say(session_key: str) -> None:
        try:
            gate.wait(10)
            hang(hero, session_key=session_key, address=ADDRESS, key=key, secret=SECRET)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(keys)) as pool:
        list(pool.map(say, keys))
    assert Bell.objects.get().session.session_key in keys
