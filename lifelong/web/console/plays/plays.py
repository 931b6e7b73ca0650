"""Plays: which of them work, and one of them whole."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.queries import brands_of
from lifelong.lib.errors import NotFound
from lifelong.outcomes.comparing import Outcome
from lifelong.outcomes.counting import Counts
from lifelong.plays import queries
from lifelong.plays.actions.switching import switch
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.retention.actions.preparing import set_out
from lifelong.plays.retention.queries import totals, without_play
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.plays import figures
from lifelong.web.console.plays.forms import TermsForm
from lifelong.web.console.plays.play_rows import (
    chosen,
    effect_row,
    look_rows,
    plan_words,
    play_row,
    sentence,
)

AT = "plays"


@door("GET", needs=Verb.SEE_OUTCOMES)
def plays(request: ConsoleRequest) -> HttpResponse:
    seen = figures.seen_until()
    rows = [
        play_row(
            one,
            figures.report_of(one, seen) if seen else None,
            figures.counts_of(one.id, seen) if seen else Counts(),
        )
        for one in queries.plays(visible_to=request.caller)
    ]
    context: dict[str, Any] = {
        "plays": rows,
        "seen": seen,
        "retention": totals(visible_to=request.caller),
        "without_play": without_play(visible_to=request.caller),
    }
    return page(request, AT, "plays/plays", title=_("Which plays work?"), **context)


@door("POST", needs=Verb.SEE_OUTCOMES, changing=Verb.RUN_PLAYS)
def retention(request: ConsoleRequest) -> HttpResponse:
    """POST {brand}: its retention is a play from now on."""
    brands = {one.id: one for one in brands_of(request.caller)}
    brand = brands.get(uuid_in(request.POST.get("brand", "")))
    if brand is None:
        raise NotFound(_("There is no such brand for you."))
    made = set_out(brand, by=request.agent)
    done = _("It is on. It counts for whoever is at risk from now on.")
    return moved_to(_play(request, made, done=done), f"/plays/{made.id}")


@door("GET", "POST", needs=Verb.SEE_OUTCOMES, changing=Verb.RUN_PLAYS)
def play(request: ConsoleRequest, play_id: UUID) -> HttpResponse:
    """GET: one play. POST: change its terms."""
    found = find(play_id, visible_to=request.caller)
    if request.method != "POST":
        return _play(request, found)
    form = TermsForm(found, request.POST)
    if not form.is_valid():
        return _play(request, found, form=form, status=422)
    form.save()
    found = find(play_id, visible_to=request.caller)
    return _play(request, found, done=_("Saved. It counts for whoever comes next."))


@door("POST", "DELETE", needs=Verb.SEE_OUTCOMES, changing=Verb.RUN_PLAYS)
def switching(request: ConsoleRequest, play_id: UUID) -> HttpResponse:
    """POST: on. DELETE: off."""
    on = request.method == "POST"
    switched = switch(find(play_id, visible_to=request.caller), on=on, by=request.agent)
    return _play(request, switched, done=_("It is on.") if on else _off(switched))


def _off(play: Play) -> str:
    if play.kind == PlayKind.RETENTION:
        return _("It is off. Everybody is served as usual, and law and safety go to keepers still.")
    return _("It is off. What was planned stays planned.")


def find(play_id: UUID, *, visible_to: Caller) -> Play:
    found = queries.plays(visible_to=visible_to).filter(pk=play_id).first()
    if found is None:
        raise NotFound(_("There is no such play for you."))
    return found


def _play(
    request: ConsoleRequest, found: Play, *, status: int = 200, **changes: Any
) -> HttpResponse:
    seen = figures.seen_until()
    report = figures.report_of(found, seen) if seen else None
    effects = list(report.effects.values()) if report else []
    shown = chosen(request.GET.get("of", ""), effects)
    currency = report.currency if report else ""
    context = {
        "play": play_row(found, report, figures.counts_of(found.id, seen) if seen else Counts()),
        "sentence": sentence(found, report),
        "report": report,
        "effects": [effect_row(one, currency) for one in effects],
        "shown": effect_row(shown, currency) if shown else None,
        "looks": look_rows(shown, currency) if shown else [],
        "chart_currency": currency if shown and shown.outcome is Outcome.REVENUE else "",
        "avoided": report.avoided if report else None,
        "plan": plan_words(figures.plan_of(found, seen)) if seen else [],
        "form": TermsForm(found),
        "deals": totals(visible_to=request.caller, brand=found.brand)
        if found.kind == PlayKind.RETENTION
        else None,
        "seen": seen,
        **changes,
    }
    return page(request, AT, "plays/play", title=found.name, status=status, **context)
