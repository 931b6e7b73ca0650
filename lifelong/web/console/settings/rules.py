"""Rules: what happens by itself, in which order; what each would have done, and has."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand
from lifelong.plays.rules import queries, triggers
from lifelong.plays.rules.actions import writing
from lifelong.plays.rules.trying import try_out
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings import rule_forms, rule_words

AT = "settings/rules"
#: lines of the log on a page
LINES = 50
#: of a trial, of those that would have fired and of those that would not
SHOWN = 20
DAYS = (1, 7, 30)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def rules(request: ConsoleRequest) -> HttpResponse:
    """GET: all of them. POST: a new one."""
    if request.method != "POST":
        return _rules(request)
    made = writing.write_rule(**rule_forms.read(request.POST), by=request.agent)
    done = _("Written. It is off: look at what it would have done, then switch it on.")
    return moved_to(_rule(request, made.id, done=done), f"/{AT}/{made.id}")


def _rules(request: ConsoleRequest, **shown: Any) -> HttpResponse:
    called = rule_words.names()
    listed = [
        (one, rule_words.said(one.version, called))
        for one in queries.rules(visible_to=request.caller)
    ]
    return page(request, AT, "settings/rules", title=_("Rules"), rules=listed, **shown)


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_rule(request: ConsoleRequest) -> HttpResponse:
    context = {
        "rule": None,
        "brands": _brands(),
        **rule_forms.rows_of(None),
        **rule_forms.choices(),
    }
    return page(request, AT, "settings/new_rule", title=_("Write a rule"), **context)


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def rule(request: ConsoleRequest, rule_id: UUID) -> HttpResponse:
    """GET: one of them. POST: what it says from now on."""
    if request.method != "POST":
        return _rule(request, rule_id)
    found = queries.rule(rule_id, visible_to=request.caller).rule
    writing.rewrite_rule(found, **rule_forms.read(request.POST), by=request.agent)
    return _rule(request, rule_id, done=_("Saved. It holds from now on."))


def _rule(request: ConsoleRequest, rule_id: UUID, **shown: Any) -> HttpResponse:
    found = queries.rule(rule_id, visible_to=request.caller)
    context = {
        "rule": found.rule,
        "version": found.version,
        "troubles": found.troubles,
        "said": rule_words.said(found.version, rule_words.names()),
        "brands": _brands(),
        **rule_forms.rows_of(found.version),
        **rule_forms.choices(),
        **shown,
    }
    return page(request, AT, "settings/rule", title=found.rule.name, **context)


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def activity(request: ConsoleRequest, rule_id: UUID) -> HttpResponse:
    """POST: switch it on. DELETE: off."""
    found = queries.rule(rule_id, visible_to=request.caller).rule
    if request.method == "POST":
        writing.switch_on(found, by=request.agent)
        done = _("“%(rule)s” is on.") % {"rule": found}
    else:
        writing.switch_off(found, by=request.agent)
        done = _("“%(rule)s” is off.") % {"rule": found}
    return _rules(request, done=done)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def earlier(request: ConsoleRequest, rule_id: UUID) -> HttpResponse:
    found = queries.rule(rule_id, visible_to=request.caller).rule
    writing.put_earlier(found, by=request.agent)
    return _rules(request)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def later(request: ConsoleRequest, rule_id: UUID) -> HttpResponse:
    found = queries.rule(rule_id, visible_to=request.caller).rule
    writing.put_later(found, by=request.agent)
    return _rules(request)


@door("GET", needs=Verb.SEE_SETTINGS)
def versions(request: ConsoleRequest, rule_id: UUID) -> HttpResponse:
    found = queries.rule(rule_id, visible_to=request.caller).rule
    called = rule_words.names()
    rows = [
        (one, rule_words.said(one, called))
        for one in queries.versions(found, visible_to=request.caller)[:LINES]
    ]
    return page(request, AT, "settings/rule_versions", title=found.name, rule=found, versions=rows)


@door("GET", needs=Verb.SEE_SETTINGS)
def trial(request: ConsoleRequest, rule_id: UUID) -> HttpResponse:
    """What it would have done in the last ?days= days, without doing it."""
    found = queries.rule(rule_id, visible_to=request.caller)
    said = request.GET.get("days", "")
    days = int(said) if said.isdecimal() and int(said) in DAYS else DAYS[1]
    tried, called = try_out(found.version, days=days), rule_words.names()
    context: dict[str, Any] = {
        "rule": found.rule,
        "said": rule_words.said(found.version, called),
        "days": days,
        "spans": DAYS,
        "by_facts": triggers.read(found.version.trigger).is_fact,
        "trial": tried,
        "fired": tried.fired[:SHOWN],
        "missed": [
            (one, rule_words.missed(one.miss.written(), called))
            for one in tried.missed[:SHOWN]
            if one.miss is not None
        ],
    }
    return page(request, AT, "settings/rule_trial", title=found.rule.name, **context)


@door("GET", needs=Verb.SEE_SETTINGS)
def log(request: ConsoleRequest, rule_id: UUID) -> HttpResponse:
    """Why it fired, or did not. ?without=misses leaves out those that did not."""
    found = queries.rule(rule_id, visible_to=request.caller).rule
    without = request.GET.get("without") == "misses"
    rows = queries.runs(found, visible_to=request.caller, but_not_met=without)[:LINES]
    shown = rule_words.run_rows(list(rows), rule_words.names())
    return page(
        request, AT, "settings/rule_log", title=found.name, rule=found, runs=shown, without=without
    )


@door("GET", needs=Verb.CHANGE_SETTINGS)
def trigger_part(request: ConsoleRequest) -> HttpResponse:
    """What has to be said of ?on=."""
    row = rule_forms.TriggerRow(on=request.GET.get("on", ""))
    return _part(request, "rule_trigger", trigger=row)


@door("GET", needs=Verb.CHANGE_SETTINGS)
def condition_part(request: ConsoleRequest) -> HttpResponse:
    """A row about the chosen field: ?all=KEY&KEY-field=NAME, or ?any=."""
    group = "any" if "any" in request.GET else "all"
    key = request.GET.get(group, "")
    row = rule_forms.condition_row(group, request.GET.get(f"{key}-field", ""), key=key)
    return _part(request, "rule_condition", row=row)


@door("GET", needs=Verb.CHANGE_SETTINGS)
def step_part(request: ConsoleRequest) -> HttpResponse:
    """A row of the chosen kind: ?step=KEY&KEY-do=KIND."""
    key = request.GET.get("step", "")
    row = rule_forms.step_row(request.GET.get(f"{key}-do", ""), key=key)
    return _part(request, "rule_step", row=row)


def _part(request: ConsoleRequest, name: str, **shown: Any) -> HttpResponse:
    return render(request, f"console/settings/{name}.html", {**rule_forms.choices(), **shown})


def _brands() -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in Brand.objects.order_by("name")]
