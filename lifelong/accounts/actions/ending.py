"""Ending sessions: one, all others, or all. What is open on those screens ends with them."""

from datetime import timedelta
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lifelong.accounts.events import SessionsEnded
from lifelong.accounts.models import Agent
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.lib.transactions import transaction
from lifelong.live import end_streams

A_DAY = timedelta(days=1)


def end_session(agent: Agent, *, session_id: int, by: Agent | None) -> None:
    with transaction():
        one = UserSession.objects.select_for_update().filter(pk=session_id, user=agent).first()
        if one is None:
            raise NotFound(_("This session is over already."))
        _end(agent, [one.session_key], by.id if by else None)


def end_sessions(agent: Agent, *, but: str = "", by: Agent | None) -> int:
    """All of an agent's, apart from the one whose key is `but`, and whatever is halfway in; how
    many sessions there were."""
    with transaction():
        agent.sessions_ended_at = clock.now()
        agent.save(update_fields=["sessions_ended_at"])
        rows = UserSession.objects.select_for_update().filter(user=agent).exclude(session_key=but)
        keys = [one.session_key for one in rows]
        if keys:
            _end(agent, keys, by.id if by else None)
    return len(keys)


def follow_session(*, was: str, now: str) -> None:
    """A session has a new key, as after a new password."""
    with transaction():
        UserSession.objects.filter(session_key=was).update(session_key=now)


def forget_expired_sessions() -> int:
    """Those that let nobody in any more, with where they were open; how many there were. Nobody
    is signed out by it."""
    with transaction():
        gone, _by_model = Session.objects.filter(expire_date__lt=clock.now()).delete()
        left = Session.objects.filter(session_key=OuterRef("session_key"))
        # one that is just being signed in may be noted before it is kept
        settled = UserSession.objects.filter(last_seen_at__lt=clock.now() - A_DAY)
        settled.exclude(Exists(left)).delete()
    return gone


def _end(agent: Agent, keys: list[str], by_id: UUID | None) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    record(SessionsEnded(agent_id=agent.id, by_id=by_id))
    end_streams(agent.id)
