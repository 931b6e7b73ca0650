"""Reads for screens and API."""

from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb
from lifelong.lib import clock
from lifelong.lib.errors import NotFound


def colleagues(*, visible_to: Caller) -> QuerySet[Agent]:
    """Everybody who works here now, by name: whoever sees customers sees who serves them."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return Agent.objects.filter(is_active=True).order_by("name", "id")


def colleague(agent_id: UUID, *, visible_to: Caller) -> Agent:
    found = colleagues(visible_to=visible_to).filter(pk=agent_id).first()
    if found is None:
        raise NotFound(_("Nobody like that works here."))
    return found


def open_sessions(agent: Agent) -> list[Any]:
    """Where an agent is signed in, the last seen first."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    rows = UserSession.objects.filter(user=agent, session_key__in=alive)
    return list(rows.order_by("-last_seen_at", "-id"))
