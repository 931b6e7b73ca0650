"""Sessions made in the database: signing in is not what is measured, and the door lets one address
try 60 times a minute. For use within the installation."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from lifelong.accounts.models import Agent


def key_for(agent: Agent) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = "lifelong.web.signin.backend.Backend"
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.set_expiry(timedelta(days=1))
    session.save()
    UserSession.objects.create(user=agent, session_key=session.session_key, ip="127.0.0.1")
    return str(session.session_key)
