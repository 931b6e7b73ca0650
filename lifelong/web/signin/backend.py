"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from lifelong.accounts.models import Agent
from lifelong.lib import clock

_NAMES = [field.attname for field in Agent._meta.concrete_fields]
_AGENT = f"SELECT {', '.join(_NAMES)} FROM accounts_agent WHERE id = %s"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, but every request asks who knocks: by a statement that is written once.

    Who was let go, or whose last day is over, is nobody from the next request on.
    """

    def get_user(self, user_id: Any) -> Agent | None:
        with connection.cursor() as cursor:
            cursor.execute(_AGENT, [user_id])
            found = cursor.fetchone()
        agent = Agent.from_db("default", _NAMES, found) if found else None
        return agent if agent is not None and agent.works_on(clock.now().date()) else None
