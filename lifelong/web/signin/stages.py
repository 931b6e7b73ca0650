"""What lies between a right password and being signed in, beyond allauth's own stages."""

from typing import Any

from allauth.account.stages import LoginStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from lifelong.accounts.models import Agent
from lifelong.accounts.second_factors import has_second_factor, is_required
from lifelong.lib import clock

_AS = "signing-in-as"


def note_who(request: HttpRequest, agent: Agent) -> None:
    """Whose password let them so far; what is begun with it ends with it."""
    request.session[_AS] = [agent.get_session_auth_hash(), clock.now().timestamp()]


def still_holds(request: HttpRequest, agent: Agent) -> bool:
    """Not where the password is another by now, or all their sessions were ended: then whoever
    waits here begins anew."""
    kept = request.session.get(_AS)
    said, at = kept if isinstance(kept, list) else ("", 0)
    ended = agent.sessions_ended_at
    if ended is not None and ended.timestamp() >= at:
        return False
    return constant_time_compare(said, agent.get_session_auth_hash())


class SetUp(LoginStage):  # type: ignore[misc]
    """Where everybody needs a second factor, who has none sets it up here."""

    key = "set-up"
    urlname = "second-factor-set-up"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        agent: Any = self.login.user
        if not is_required() or has_second_factor(agent):
            return None, True
        return redirect(self.urlname), True
