"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from lifelong.accounts.models import Agent
from lifelong.lib import clock
from lifelong.web.signin.sessions import AGENT, SessionStore

_READ = f"SELECT {', '.join(AGENT)} FROM accounts_agent WHERE id = %s"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, but every request asks who knocks: by a statement that is written once.

    Who was let go, or whose last day is over, is nobody from the next request on.
    """

    def get_user(self, user_id: Any) -> Agent | None:
        with connection.cursor() as cursor:
            cursor.execute(_READ, [user_id])
            found = cursor.fetchone()
        agent = Agent.from_db("default", AGENT, found) if found else None
        return agent if agent is not None and agent.works_on(clock.now().date()) else None


class WhoKnocks(AuthenticationMiddleware):
    """Django's, but an agent who came along with their session is not asked for again."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _came_along(request.session) or get_user(request))  # type: ignore[assignment]


def _came_along(session: Any) -> Agent | None:
    """Only where nothing is left to ask; all else is for Django to say, as ever."""
    ours = f"{Backend.__module__}.{Backend.__qualname__}"
    if not isinstance(session, SessionStore) or session.get(BACKEND_SESSION_KEY) != ours:
        return None
    agent = session.agent
    if agent is None or session.get(SESSION_KEY) != str(agent.pk):
        return None
    same = constant_time_compare(session.get(HASH_SESSION_KEY, ""), agent.get_session_auth_hash())
    return agent if same and agent.works_on(clock.now().date()) else None
