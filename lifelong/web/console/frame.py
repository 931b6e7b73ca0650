"""What stands around every page: whose screen it is, and where one can go."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations.colleagues import unseen_count
from lifelong.plays.outreach.queries import undecided_count
from lifelong.web.console.demo import demo_context
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.giving.waiting import waiting_for
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
    #: by which signals and where the number of what waits there is asked for anew; "": none is
    counted_by: str = ""
    counted_at: str = ""
    count: int = 0


def looker(request: ConsoleRequest) -> dict[str, Any]:
    """Whose screen it is: variables of base.html that what stands within may use too."""
    agent = request.agent
    return {
        "csrf_token": get_token(request),
        "agent": _Agent(agent.id, agent.name),
        "zone": agent.zone,
        "theme": theme_of(request),
        "may_answer": request.caller.may(Verb.ANSWER),
        "may_search": request.caller.may(Verb.READ_TEXT),
    }


def frame(request: ConsoleRequest, current: str) -> dict[str, Any]:
    """Variables of base.html and rail.html. `current`: the name of the place we are at."""
    return looker(request) | {
        "places": _open_places(request, current, count=True),
        **shift_context(request.agent),
        **offers_context(request),
        **demo_context(request.caller),
    }


def first_place(request: ConsoleRequest) -> str:
    """Where this agent begins."""
    return next((place.href for place in _open_places(request, "")), "/me")


def _open_places(request: ConsoleRequest, current: str, *, count: bool = False) -> list[Place]:
    may = request.caller.may
    places = [
        Place(href, words, glyph, key, name == current)
        for name, href, words, glyph, key, needs in _places()
        if may(needs)
    ]
    if may(Verb.READ_TEXT):
        unseen = unseen_count(request.agent, visible_to=request.caller) if count else 0
        places.insert(
            1,
            Place(
                "/mentions",
                _("Notes for you"),
                "at",
                "g n",
                current == "mentions",
                f"mentions/{request.agent.pk}",
                "/mentions/count",
                unseen,
            ),
        )
    if may(Verb.DECIDE_MASS_INCIDENTS):
        undecided = undecided_count(visible_to=request.caller) if count else 0
        places.insert(
            1,
            Place(
                "/mass-incidents",
                _("Mass incidents"),
                "warning",
                "g i",
                current == "mass-incidents",
                "mass-incidents/*",
                "/mass-incidents/count",
                undecided,
            ),
        )
    if may(Verb.GIVE):
        waiting = waiting_for(request) if count else 0
        places.insert(
            1,
            Place(
                "/giving/approvals",
                _("What waits for a yes"),
                "gift",
                "g g",
                current == "giving",
                "approvals/*",
                "/giving/approvals/count",
                waiting,
            ),
        )
    elif may(Verb.SEE_LEDGER):
        places.append(
            Place("/giving/ledger", _("What was given"), "gift", "g g", current == "giving")
        )
    return places


def theme_of(request: ConsoleRequest) -> str:
    """ "light", "dark", or "" for what this machine prefers. Each browser has its own."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in ("light", "dark") else ""


def _places() -> list[tuple[str, str, str, str, str, Verb]]:
    return [
        ("people", "/", _("Who waits"), "people", "g w", Verb.READ_TEXT),
        ("lists", "/lists", _("Lists"), "list", "g l", Verb.READ_TEXT),
        ("board", "/board", _("Live board"), "board", "g b", Verb.ASSIGN_OTHERS),
        ("plays", "/plays", _("What works"), "chart", "g e", Verb.SEE_OUTCOMES),
        ("health", "/health", _("Health"), "pulse", "g h", Verb.SEE_HEALTH),
        ("intake", "/intake/parked", _("Parked mail"), "file", "g p", Verb.SEE_INTAKE),
        ("settings", "/settings/heroes", _("Settings"), "settings", "g s", Verb.SEE_SETTINGS),
    ]  # fmt: skip
