"""How I sign in: password, second factor, passkeys, and where I am signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.actions import ending
from lifelong.accounts.actions.hiring import WeakPassword, set_password
from lifelong.accounts.queries import open_sessions
from lifelong.accounts.second_factors import is_required, second_factors_of
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.me import proof
from lifelong.web.console.me.devices import device_words, is_phone
from lifelong.web.console.pages import page


@dataclass(frozen=True)
class SessionRow:
    id: int
    device: str
    phone: bool
    ip: str
    since: datetime
    seen_at: datetime
    here: bool


@door("GET", needs=None)
def signing_in(request: ConsoleRequest) -> HttpResponse:
    return shown(request)


@door("POST", needs=None)
def shown_again(request: ConsoleRequest) -> HttpResponse:
    """POST {password}: it is me, so I may change things here."""
    try:
        proof.prove(request, request.POST.get("password", ""))
    except proof.WrongPassword as wrong:
        return shown(request, status=wrong.status, unproved=str(wrong))
    return shown(request)


@door("POST", needs=None)
def password(request: ConsoleRequest) -> HttpResponse:
    """POST {password}: my new one. Everywhere else I am signed out."""
    proof.must_be_proved(request)
    was = request.session.session_key or ""
    try:
        set_password(
            request.agent,
            password=request.POST.get("password", ""),
            by=request.agent,
            keep=was,
        )
    except WeakPassword as weak:
        return shown(request, status=weak.status, weak=str(weak))
    update_session_auth_hash(request, request.agent)
    ending.follow_session(was=was, now=request.session.session_key or "")
    return shown(request, done=_("The new password is set. Elsewhere you are signed out."))


@door("DELETE", needs=None)
def sessions(request: ConsoleRequest) -> HttpResponse:
    """All others end."""
    ended = ending.end_sessions(
        request.agent, but=request.session.session_key or "", by=request.agent
    )
    done = _("Signed out everywhere else.") if ended else _("You were signed in nowhere else.")
    return shown(request, done=done)


@door("DELETE", needs=None)
def session(request: ConsoleRequest, session_id: int) -> HttpResponse:
    ending.end_session(request.agent, session_id=session_id, by=request.agent)
    return shown(request, done=_("Signed out there."))


def shown(request: ConsoleRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page; `more`: done, codes (shown this once), unproved, weak."""
    agent = request.agent
    context = {
        "hero": agent,
        "proved": proof.is_proved(request),
        "has_password": agent.has_usable_password(),
        "factors": second_factors_of(agent),
        "required": is_required(),
        "sessions": _session_rows(request),
        "codes": [],
        "unproved": "",
        "weak": "",
        **more,
    }
    title = _("How I sign in")
    response = page(request, "me/sign-in", "me/sign_in", title=title, status=status, **context)
    if more.get("codes"):
        response["Cache-Control"] = "no-store"
    return response


def _session_rows(request: ConsoleRequest) -> list[SessionRow]:
    return [
        SessionRow(
            id=one.pk,
            device=device_words(one.user_agent),
            phone=is_phone(one.user_agent),
            ip=one.ip,
            since=one.created_at,
            seen_at=one.last_seen_at,
            here=one.session_key == request.session.session_key,
        )
        for one in open_sessions(request.agent)
    ]
