"""Conditions: a tree of all, any and typed comparisons, made into a function. No database."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lifelong.plays.rules.facts import Known
from lifelong.plays.rules.fields import FIELDS, OPERATORS, Field, Is, Type
from lifelong.plays.rules.unfit import RuleUnfit
from lifelong.plays.rules.values import fit, kept

DEEPEST = 4
MOST = 60
GROUPS = ("all", "any")


@dataclass(frozen=True)
class Miss:
    """The condition that was false, and what it saw, as the log keeps it."""

    field: str
    is_: str
    value: Any
    seen: Any

    def written(self) -> dict[str, Any]:
        return {"field": self.field, "is": self.is_, "value": self.value, "seen": self.seen}


#: None: it holds
Check = Callable[[Known], Miss | None]
Holds = Callable[[Any], bool]


def read(said: Any) -> dict[str, Any]:
    """The tree as it is kept: {"all": [...]}, {"any": [...]}, or {"field", "is", "value"}; {}
    holds always. Raises `RuleUnfit` with what to change."""
    tree = _read(said, 1) if said else {}
    if sum(1 for _leaf in leaves(tree)) > MOST:
        raise RuleUnfit(_("A rule has %(most)s conditions at most.") % {"most": MOST})
    return tree


def _read(said: Any, depth: int) -> dict[str, Any]:
    if not isinstance(said, dict) or depth > DEEPEST:
        raise RuleUnfit(_("These conditions cannot be read."))
    for group in GROUPS:
        if group in said:
            inner = said[group]
            if set(said) != {group} or not isinstance(inner, list) or not inner:
                raise RuleUnfit(_("These conditions cannot be read."))
            return {group: [_read(one, depth + 1) for one in inner]}
    return _leaf(said)


def _leaf(said: Mapping[str, Any]) -> dict[str, Any]:
    field = FIELDS.get(str(said.get("field", "")))
    if field is None:
        raise RuleUnfit(_("Choose what the condition is about."))
    if said.get("is") not in OPERATORS[field.type]:
        raise RuleUnfit(_("“%(field)s” cannot be compared so.") % {"field": field.words})
    return {"field": field.name, "is": str(said["is"]), "value": fit(field, said.get("value"))}


def leaves(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The comparisons in it."""
    if "field" in tree:
        yield tree
    for group in GROUPS:
        for one in tree.get(group, ()):
            yield from leaves(one)


def made(tree: Mapping[str, Any]) -> Check:
    """The function of a tree that `read` has taken."""
    if "all" in tree:
        return _all([made(one) for one in tree["all"]])
    if "any" in tree:
        return _any([made(one) for one in tree["any"]])
    return _compare(tree) if tree else lambda known: None


def _all(checks: list[Check]) -> Check:
    def check(known: Known) -> Miss | None:
        for one in checks:
            if (miss := one(known)) is not None:
                return miss
        return None

    return check


def _any(checks: list[Check]) -> Check:
    """Where none holds, the first is told."""

    def check(known: Known) -> Miss | None:
        first = None
        for one in checks:
            if (miss := one(known)) is None:
                return None
            first = first or miss
        return first

    return check


def _compare(leaf: Mapping[str, Any]) -> Check:
    field = FIELDS[leaf["field"]]
    is_, value = leaf["is"], leaf["value"]
    holds, look = _HOLDS[field.type](Is(is_), value), field.read

    def check(known: Known) -> Miss | None:
        seen = look(known)
        if holds(seen):
            return None
        return Miss(field.name, is_, value, kept(field, seen))

    return check


def _text(is_: Is, value: list[str]) -> Holds:
    """Whole words, in whatever case. Where nothing was written no word was."""
    words = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in value)
    found = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE).search
    if is_ is Is.HOLDS:
        return lambda seen: seen is not None and found(seen) is not None
    return lambda seen: seen is None or found(seen) is None


def _choice(is_: Is, value: list[str]) -> Holds:
    """What is not known is none of them."""
    wanted = frozenset(value)
    if is_ is Is.ONE_OF:
        return lambda seen: seen is not None and not wanted.isdisjoint(seen)
    return lambda seen: seen is None or wanted.isdisjoint(seen)


def _number(is_: Is, value: Any) -> Holds:
    """What is not known is neither more nor less than anything."""
    if is_ is Is.AT_LEAST:
        return lambda seen: seen is not None and seen >= value
    return lambda seen: seen is not None and seen <= value


def _money(is_: Is, value: dict[str, Any]) -> Holds:
    """Currencies do not mix: what is known in others only is not known in this one."""
    compare, currency = _number(is_, value["amount"]), value["currency"]
    return lambda seen: seen is not None and compare(seen.get(currency, None if seen else 0))


def _date(is_: Is, value: str) -> Holds:
    day = date.fromisoformat(value)
    if is_ is Is.FROM:
        return lambda seen: seen is not None and seen >= day
    return lambda seen: seen is not None and seen < day


def _yes_no(is_: Is, value: bool) -> Holds:
    return lambda seen: seen is value


_HOLDS: dict[Type, Callable[[Is, Any], Holds]] = {
    Type.TEXT: _text,
    Type.CHOICE: _choice,
    Type.NUMBER: _number,
    Type.MONEY: _money,
    Type.DURATION: lambda is_, value: _number(is_, timedelta(minutes=value)),
    Type.DATE: _date,
    Type.YES_NO: _yes_no,
}


def refers_to(field: Field, leaf: Mapping[str, Any]) -> list[str]:
    """The ids in a comparison that name rows."""
    return list(leaf["value"]) if isinstance(field.options, str) else []
