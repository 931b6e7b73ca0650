"""What stands around every page: whose screen it is, and where one can go."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.me.shifts import shift_context
from lifelong.web.console.offers import offers_context


@dataclass(frozen=True)
class _Agent:
    id: UUID
    name: str


@dataclass(frozen=True)
class Place:
    href: str
    words: str
    glyph: str
    key: str
    current: bool


def frame(request: ConsoleRequest, current: str) -> dict[str, Any]:
    """Variables of base.html and rail.html. `current`: the name of the place we are at."""
    agent = request.agent
    return {
        "csrf_token": get_token(request),
        "agent": _Agent(agent.id, agent.name),
        "zone": agent.zone,
        "theme": theme_of(request),
        "may_answer": request.caller.may(Verb.ANSWER),
        "places": _open_places(request, current),
        **shift_context(agent),
        **offers_context(request),
    }


def first_place(request: ConsoleRequest) -> str:
    """Where this agent begins."""
    return next((place.href for place in _open_places(request, "")), "/me")


def _open_places(request: ConsoleRequest, current: str) -> list[Place]:
    return [
        Place(href, words, glyph, key, name == current)
        for name, href, words, glyph, key, needs in _places()
        if request.caller.may(needs)
    ]


def theme_of(request: ConsoleRequest) -> str:
    """ "light", "dark", or "" for what this machine prefers. Each browser has its own."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in ("light", "dark") else ""


def _places() -> list[tuple[str, str, str, str, str, Verb]]:
    return [
        ("people", "/", _("Who waits"), "people", "g w", Verb.READ_TEXT),
        ("intake", "/intake/parked", _("Parked mail"), "file", "g p", Verb.SEE_INTAKE),
        ("settings", "/settings/heroes", _("Settings"), "settings", "g s", Verb.SEE_SETTINGS),
    ]
