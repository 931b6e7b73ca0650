"""Sessions that are over are cleared away."""

from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from lifelong.accounts.jobs import forget_expired
from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent
from lifelong.lib import clock

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def noted(mia: Agent, key: str, *, seen_at: datetime) -> None:
    UserSession.objects.create(user=mia, session_key=key, ip="192.0.2.1", user_agent="A browser")
    UserSession.objects.filter(session_key=key).update(last_seen_at=seen_at)


def session(mia: Agent, key: str, *, until: datetime) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=until)
    noted(mia, key, seen_at=until - 14 * DAY)


def test_what_expired_is_forgotten_with_where_it_was_open_and_the_rest_stays() -> None:
    mia, now = agent(), clock.now()
    session(mia, "over", until=now - timedelta(seconds=1))
    session(mia, "open", until=now + timedelta(hours=1))
    forget_expired()
    assert [one.session_key for one in Session.objects.all()] == ["open"]
    assert [one.session_key for one in UserSession.objects.all()] == ["open"]


def test_a_session_that_is_just_being_kept_stays_noted() -> None:
    mia = agent()
    noted(mia, "new", seen_at=clock.now())
    noted(mia, "long gone", seen_at=clock.now() - 2 * DAY)
    forget_expired()
    assert [one.session_key for one in UserSession.objects.all()] == ["new"]
