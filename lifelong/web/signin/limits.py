"""How often one may try to sign in: counted by axes in the database, whichever process answers."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent

_SECOND = "second-factor:"


def who_tries(request: Any, credentials: dict[str, Any] | None) -> str:
    """axes' `AXES_USERNAME_CALLABLE`: allauth says `email`, the form and we say `login`."""
    said = credentials or {}
    named = (said[name] for name in ("login", "email", "username") if said.get(name))
    login = next(named, request.POST.get("login", ""))
    return str(login).strip().lower()[:255]


def counted_by(knock: Any, credentials: dict[str, Any] | None) -> list[Any]:
    """axes' `AXES_LOCKOUT_PARAMETERS`: a password by address and network address together, so that
    nobody can lock a stranger out; a code by its agent alone, since who tries it has the password.
    """
    login = knock.username if hasattr(knock, "username") else who_tries(knock, credentials)
    return ["username"] if (login or "").startswith(_SECOND) else [["username", "ip_address"]]


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """axes' `AXES_LOCKOUT_CALLABLE`."""
    sentence = _(
        "That was too often, and nothing more is tried for a quarter of an hour. "
        "Did you forget your password? Ask for a new one after that, or ask an admin for a link."
    )
    shown = {"sentence": sentence, "back": _("Back to sign-in"), "back_to": "/sign-in/"}
    return render(request, "look/refused_page.html", shown, status=429)


def may_try_code(request: HttpRequest, agent: Agent) -> bool:
    return bool(AxesProxyHandler.is_allowed(request, _named(agent)))


def count_wrong_code(request: HttpRequest, agent: Agent) -> None:
    """Once too many, axes' middleware answers by `locked_out`."""
    AxesProxyHandler.user_login_failed(Agent, _named(agent), request)


def forget_wrong_codes(agent: Agent) -> None:
    AxesProxyHandler.reset_attempts(username=_named(agent)["login"])


def _named(agent: Agent) -> dict[str, str]:
    return {"login": f"{_SECOND}{agent.id}"}
