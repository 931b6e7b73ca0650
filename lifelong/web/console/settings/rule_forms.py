"""A rule as the rows of a form: what it shows, and what it says when it is sent.

Each row has a key, under which its fields are named: "k1-field", "k1-is", "k1-value".
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from lifelong.channels.models import Brand
from lifelong.conversations.models import SetAsideOn
from lifelong.lib.money import Money
from lifelong.plays.rules.fields import FIELDS, OPERATORS, Field, Rows, Type
from lifelong.plays.rules.models import RuleVersion
from lifelong.plays.rules.references import rows
from lifelong.plays.rules.steps import PARTS, RESOLUTIONS, ROWS, Do
from lifelong.plays.rules.triggers import DAYS, LASTING, On
from lifelong.plays.rules.unfit import RuleUnfit
from lifelong.triage.risk import Risk
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.settings.rule_words import parts

#: minutes of each
UNITS = {"minutes": 1, "hours": 60, "days": 1440}
_KEY = re.compile(r"k[0-9a-f]{8}")
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class TriggerRow:
    on: str = On.MESSAGE.value
    many: str = "1"
    unit: str = "hours"
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    at: str = "09:00"

    @property
    def lasts(self) -> bool:
        return self.on in LASTING

    @property
    def by_the_clock(self) -> bool:
        return self.on == On.SCHEDULE


@dataclass(frozen=True)
class ConditionRow:
    key: str
    #: "all" or "any"
    group: str
    name: str
    type: str
    operators: Choices
    is_: str = ""
    #: of a choice what can be chosen
    options: Choices = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    value: str = ""
    #: of money the currency, of a span the unit
    unit: str = ""


@dataclass(frozen=True)
class StepRow:
    key: str
    do: str
    #: the names of the fields that this kind has
    parts: tuple[str, ...]
    options: Choices = field(default_factory=list)
    said: Mapping[str, Any] = field(default_factory=dict)


def choices() -> dict[str, Any]:
    """What the selects of every row offer."""
    return {
        "triggers": [(one.value, one.label) for one in On],
        "weekdays": DAYS,
        "units": [("minutes", _("minutes")), ("hours", _("hours")), ("days", _("days"))],
        "fields": [(one.name, one.words) for one in FIELDS.values()],
        "kinds": [(one.value, one.label) for one in Do],
        "aside_on": [(one.value, one.label) for one in SetAsideOn],
        "resolutions": [(one.value, one.label) for one in RESOLUTIONS],
        "risks": [(one.value, one.label) for one in Risk],
    }


def trigger_row(said: Mapping[str, Any]) -> TriggerRow:
    """Of a version's trigger."""
    many, unit = _span(said.get("minutes", 60))
    plain = TriggerRow(on=said["on"], many=many, unit=unit)
    if said["on"] != On.SCHEDULE:
        return plain
    return TriggerRow(on=said["on"], days=tuple(said["days"]), at=said["at"])


def condition_row(
    group: str, name: str, *, key: str = "", leaf: Mapping[str, Any] | None = None
) -> ConditionRow:
    """About the field of that name; `leaf`: what a version says of it."""
    one = FIELDS.get(name) or next(iter(FIELDS.values()))
    kept = leaf["value"] if leaf else None
    value, unit = ("", "") if kept is None else _shown(one, kept)
    return ConditionRow(
        key=key if _KEY.fullmatch(key) else f"k{secrets.token_hex(4)}",
        group="any" if group == "any" else "all",
        name=one.name,
        type=one.type.value,
        operators=[(is_.value, str(is_.label)) for is_ in OPERATORS[one.type]],
        is_=leaf["is"] if leaf else "",
        options=_options(one),
        chosen=list(kept) if one.type is Type.CHOICE and kept else [],
        value=value,
        unit=unit,
    )


def step_row(do: str, *, key: str = "", said: Mapping[str, Any] | None = None) -> StepRow:
    kind = Do(do) if do in Do.values else Do.NOTE
    there = rows().get(ROWS.get(kind, ""), {})
    return StepRow(
        key=key if _KEY.fullmatch(key) else f"k{secrets.token_hex(4)}",
        do=kind.value,
        parts=PARTS[kind],
        options=list(there.items()),
        said=said or {},
    )


def rows_of(version: RuleVersion | None) -> dict[str, Any]:
    """The rows of a version; of a new rule a first step."""
    if version is None:
        return {"trigger": TriggerRow(), "all": [], "any": [], "steps": [step_row("note")]}
    every, some = parts(version.conditions)
    return {
        "trigger": trigger_row(version.trigger),
        "all": [condition_row("all", one["field"], leaf=one) for one in every],
        "any": [condition_row("any", one["field"], leaf=one) for one in some],
        "steps": [step_row(one["do"], said=one) for one in version.steps],
    }


def read(form: QueryDict) -> dict[str, Any]:
    """What `write_rule` takes. Raises `RuleUnfit` for a brand that is not there."""
    brand = form.get("brand", "")
    found = Brand.objects.filter(pk=uuid_in(brand)).first() if brand else None
    if brand and found is None:
        raise RuleUnfit(_("There is no such brand."))
    every = [_leaf(form, key) for key in form.getlist("all")]
    if some := [_leaf(form, key) for key in form.getlist("any")]:
        every.append({"any": some})
    return {
        "name": form.get("name", ""),
        "brand": found,
        "trigger": _trigger(form),
        "conditions": {"all": every} if every else {},
        "steps": [_step(form, key) for key in form.getlist("step")],
    }


def _trigger(form: QueryDict) -> dict[str, Any]:
    return {
        "on": form.get("on", ""),
        "minutes": _minutes(form.get("many", ""), form.get("unit", "")),
        "days": form.getlist("days"),
        "at": form.get("at", ""),
    }


def _leaf(form: QueryDict, key: str) -> dict[str, Any]:
    name = form.get(f"{key}-field", "")
    one = FIELDS.get(name)
    value = _value(one, form, key) if one else None
    return {"field": name, "is": form.get(f"{key}-is", ""), "value": value}


def _value(one: Field, form: QueryDict, key: str) -> Any:
    said, unit = form.get(f"{key}-value", ""), form.get(f"{key}-unit", "")
    if one.type is Type.TEXT:
        return re.split(r"[\n,]", said)
    if one.type is Type.CHOICE:
        return form.getlist(f"{key}-value")
    if one.type is Type.MONEY:
        return {"value": said, "currency": unit.strip().upper()}
    if one.type is Type.DURATION:
        return _minutes(said, unit)
    return said == "yes" if one.type is Type.YES_NO else said


def _step(form: QueryDict, key: str) -> dict[str, Any]:
    names = {name for names in PARTS.values() for name in names}
    return {"do": form.get(f"{key}-do", "")} | {
        name: form.get(f"{key}-{name}", "") for name in names
    }


def _minutes(many: str, unit: str) -> Any:
    """In minutes where it is a number; else as it was said, to be refused."""
    return int(many) * UNITS.get(unit, 1) if many.strip().isdecimal() else many


def _span(minutes: int) -> tuple[str, str]:
    """So many of the largest unit that it is whole of."""
    unit = next(one for one in ("days", "hours", "minutes") if minutes % UNITS[one] == 0)
    return str(minutes // UNITS[unit]), unit


def _shown(one: Field, kept: Any) -> tuple[str, str]:
    if one.type is Type.TEXT:
        return ", ".join(kept), ""
    if one.type is Type.MONEY:
        return str(Money(kept["amount"], kept["currency"]).decimal), kept["currency"]
    if one.type is Type.DURATION:
        return _span(kept)
    if one.type is Type.YES_NO:
        return ("yes" if kept else "no"), ""
    return ("" if one.type is Type.CHOICE else str(kept)), ""


def _options(one: Field) -> Choices:
    if isinstance(one.options, Rows):
        return list(rows()[one.options].items())
    return [(key, str(words)) for key, words in one.options or []]
