"""Rules in the words of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.conversations.models import Contact, Resolution, SetAsideOn
from lifelong.plays.rules import triggers
from lifelong.plays.rules.fields import FIELDS, Is, Type
from lifelong.plays.rules.models import Outcome, RuleRun, RuleVersion
from lifelong.plays.rules.references import rows
from lifelong.plays.rules.steps import Do
from lifelong.plays.rules.values import in_words
from lifelong.triage.risk import Risk

Names = Mapping[str, str]


def names() -> Names:
    """What the ids in rules are called."""
    return {key: words for kind in rows(all_of_them=True).values() for key, words in kind.items()}


@dataclass(frozen=True)
class Said:
    """What a version says, as sentences."""

    trigger: str
    all: list[str]
    any: list[str]
    steps: list[str]


def said(version: RuleVersion, called: Names) -> Said:
    every, some = parts(version.conditions)
    return Said(
        trigger=triggers.read(version.trigger).sentence,
        all=[condition(one, called) for one in every],
        any=[condition(one, called) for one in some],
        steps=[step(one, called) for one in version.steps],
    )


def parts(tree: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What has to hold, and of what one is enough: a tree as the form writes it."""
    inner = tree.get("all", [tree] if tree else [])
    some = [one for group in inner if "any" in group for one in group["any"]]
    return [one for one in inner if "field" in one], some


def condition(leaf: Mapping[str, Any], called: Names) -> str:
    field = FIELDS.get(leaf["field"])
    if field is None:
        return str(leaf["field"])
    value = in_words(field, leaf["value"], called)
    if field.type is Type.YES_NO:
        return f"{field.words}: {value}"
    return f"{field.words} {Is(leaf['is']).label} {value}"


def missed(leaf: Mapping[str, Any], called: Names) -> str:
    """A condition that did not hold, and what it saw."""
    words = _("Did not hold: %(condition)s") % {"condition": condition(leaf, called)}
    was = _seen(leaf, called)
    return f"{words} ({was})" if was else words


def _seen(leaf: Mapping[str, Any], called: Names) -> str:
    """Of texts nothing was kept."""
    field = FIELDS.get(leaf["field"])
    if field is None or field.type is Type.TEXT:
        return ""
    return _("it was: %(value)s") % {"value": in_words(field, leaf["seen"], called)}


def step(one: Mapping[str, Any], called: Names) -> str:
    do = Do(one["do"])
    words = str(do.label)
    if do in (Do.SET_TOPIC, Do.MOVE, Do.ASSIGN):
        return f"{words}: {called.get(one['to'], _('something deleted'))}"
    if do is Do.SET_ASIDE:
        hours = ngettext("%(n)s hour", "%(n)s hours", one["hours"]) % {"n": one["hours"]}
        return f"{words}: {hours}, {SetAsideOn(one['on']).label}"
    if do is Do.CLOSE:
        topic = called.get(one.get("to", ""), "")
        resolution = str(Resolution(one["resolution"]).label)
        return f"{words}: {', '.join(part for part in (topic, resolution) if part)}"
    if do in (Do.NOTE, Do.REPLY):
        return f"{words}: “{one['text']}”"
    return f"{words}: {Risk(one['risk']).label}" if "risk" in one else words


@dataclass(frozen=True)
class RunRow:
    at: datetime
    outcome: str
    good: bool
    number: int
    #: why not, or what each step came to
    lines: list[str]
    conversation_id: UUID | None
    took_ms: int


def run_rows(runs: list[RuleRun], called: Names) -> list[RunRow]:
    homes = conversations_of([one.contact_id for one in runs if one.contact_id])
    return [
        RunRow(
            at=one.at,
            outcome=str(Outcome(one.outcome).label),
            good=one.outcome == Outcome.FIRED,
            number=one.version.number,
            lines=_lines(one, called),
            conversation_id=homes.get(one.contact_id) if one.contact_id else None,
            took_ms=one.took_ms,
        )
        for one in runs
    ]


def conversations_of(contact_ids: list[UUID]) -> dict[UUID, UUID]:
    rows = Contact.objects.filter(pk__in=contact_ids)
    return dict(rows.values_list("id", "conversation_id"))


def _lines(run: RuleRun, called: Names) -> list[str]:
    if run.missed is not None:
        return [missed(run.missed, called)]
    if run.error:
        return [_("An error of our own (%(kind)s); the server’s log has it.") % {"kind": run.error}]
    return [
        f"{Do(one['do']).label}: {one['refused']}" if one["refused"] else str(Do(one["do"]).label)
        for one in run.did
    ]
