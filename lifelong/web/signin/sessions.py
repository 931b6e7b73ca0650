"""Django's sessions in the database, read by a statement of our own.

Every request asks for its session; Django took four times as long to write the statement as
PostgreSQL to answer it. The same statement says whose it is, so that who knocks needs no question
of its own, and when it was last seen, so that this can be noted now and then.
"""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session
from django.db import connection

from lifelong.accounts.models import Agent
from lifelong.lib import clock

#: that a session was seen is written down at most this often
NOTED_EVERY = timedelta(minutes=5)
AGENT = [field.attname for field in Agent._meta.concrete_fields]
_READ = (
    "SELECT session.session_key, session_data, expire_date, seen.last_seen_at,"
    f" {', '.join(f'agent.{name}' for name in AGENT)}"
    " FROM django_session session"
    " LEFT JOIN usersessions_usersession seen ON seen.session_key = session.session_key"
    " LEFT JOIN accounts_agent agent ON agent.id = seen.user_id"
    " WHERE session.session_key = %s AND expire_date > %s"
)
_NOTE = (
    "UPDATE usersessions_usersession SET last_seen_at = %s"
    " WHERE session_key = %s AND last_seen_at = %s"
)


class SessionStore(InDatabase):
    """The `SESSION_ENGINE`. `agent`: who signed in, as they were when it was read."""

    agent: Agent | None = None

    def _get_session_from_db(self) -> Any:
        now = clock.now()
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, now])
            found = cursor.fetchone()
            if found is None:
                self._session_key = None
                return None
            *session, seen_at = found[:4]
            self.agent = (
                Agent.from_db("default", AGENT, found[4:]) if found[4] is not None else None
            )
            if seen_at is not None and now - seen_at > NOTED_EVERY:
                cursor.execute(_NOTE, [now, self.session_key, seen_at])
        return Session(*session)
