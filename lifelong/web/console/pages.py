"""Pages beside the desk: the rail, sections of one place, and a content of its own."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import DeliveryState
from lifelong.channels.queries import undecided_counts
from lifelong.plays.rules.queries import failing as failing_rules
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.first_steps.known import are_shown
from lifelong.web.console.frame import frame, looker

PARKED, QUARANTINED = DeliveryState.PARKED, DeliveryState.QUARANTINED


@dataclass(frozen=True)
class Section:
    href: str
    words: str
    current: bool
    #: how many wait there for a decision
    count: int = 0


def page(
    request: ConsoleRequest,
    at: str,
    content: str,
    *,
    title: str,
    status: int = 200,
    **variables: Any,
) -> HttpResponse:
    """The whole page, or for htmx its content alone.

    `at`: "settings/heroes", place and section. `content`: the template of the content. Form
    errors come with status 422 and replace the content, although they are a refusal.
    """
    place = at.partition("/")[0]
    is_whole = request.headers.get("HX-Request") != "true"
    context = {
        **(_around(request, place, at) if is_whole else looker(request)),
        "title": title,
        "content": f"console/{content}.html",
        "may_change": request.caller.may(_CHANGING.get(place, Verb.CHANGE_SETTINGS)),
        "done": "",
        "at": at,
        **variables,
    }
    if is_whole:
        return render(request, "console/page.html", context, status=status)
    response = render(request, context["content"], context, status=status)
    if status != 200:
        response["HX-Retarget"], response["HX-Reswap"] = "#content", "innerHTML"
    return response


def _around(request: ConsoleRequest, place: str, at: str) -> dict[str, Any]:
    """What stands around the content, which htmx has already."""
    return frame(request, place) | {"sections": sections(place, at, request.caller)}


def moved_to(response: HttpResponse, path: str) -> HttpResponse:
    """The same answer, under the address of what was made."""
    response["HX-Push-Url"] = path
    return response


_CHANGING = {"intake": Verb.SETTLE_INTAKE, "plays": Verb.RUN_PLAYS}


def sections(place: str, at: str, caller: Caller) -> list[Section]:
    """Where one can go within a place. `at`: where one is."""
    if place == "intake":
        counts = undecided_counts(visible_to=caller)
        return [
            _section(at, "intake/parked", _("Parked mail"), counts.get(PARKED, 0)),
            _section(at, "intake/quarantine", _("Quarantine"), counts.get(QUARANTINED, 0)),
            _section(at, "intake/blocked", _("Blocked")),
        ]
    if place == "giving":
        return _giving(at, caller)
    if place == "plays":
        return [
            _section(at, "plays", _("Plays")),
            _section(at, "plays/earned", _("What service earned")),
        ]
    if place != "settings":
        return []
    return [
        *_first(at, caller),
        _section(at, "settings/heroes", _("Heroes")),
        _section(at, "settings/teams", _("Teams")),
        _section(at, "settings/costs", _("Costs")),
        _section(at, "settings/sign-in", _("Sign-in")),
        _section(at, "settings/endpoints", _("Addresses")),
        _section(at, "settings/widgets", _("Chat widgets")),
        _section(at, "settings/hours", _("Hours and targets")),
        _section(at, "settings/shops", _("Shops")),
        _section(at, "settings/levels", _("Authority")),
        _section(at, "settings/feeds", _("Tracking")),
        _section(at, "settings/topics", _("Topics")),
        _section(at, "settings/tags", _("Tags")),
        _section(at, "settings/answers", _("Reply texts")),
        _section(at, "settings/retention", _("Retention")),
        _section(at, "settings/on-call", _("On call")),
        _section(at, "settings/rules", _("Rules"), failing_rules()),
        _section(at, "settings/follow-ups", _("Follow-ups")),
        _section(at, "settings/outreach", _("Outreach")),
        _section(at, "settings/tokens", _("API tokens")),
    ]


def _first(at: str, caller: Caller) -> list[Section]:
    """The first steps, while there are some left."""
    return [_section(at, "settings/first-steps", _("First steps"))] if are_shown(caller) else []


def _giving(at: str, caller: Caller) -> list[Section]:
    found = [_section(at, "giving/policy", _("Policy"))]
    if caller.may(Verb.GIVE):
        found.insert(0, _section(at, "giving/approvals", _("Approvals")))
    if caller.may(Verb.SEE_LEDGER):
        found.append(_section(at, "giving/ledger", _("Ledger")))
    return found


def _section(at: str, name: str, words: str, count: int = 0) -> Section:
    return Section(f"/{name}", words, name == at, count)
