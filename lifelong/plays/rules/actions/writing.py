"""Rules: what they say, in which order, on or off. Under one lock, which also tells every process
that they have changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.events.log import record
from lifelong.lib import clock, ids
from lifelong.lib.transactions import transaction
from lifelong.plays.rules import conditions, steps, triggers
from lifelong.plays.rules.events import RuleMoved, RuleSwitchedOff, RuleSwitchedOn, RuleWritten
from lifelong.plays.rules.models import OffWhy, Rule, Rulebook, RuleVersion
from lifelong.plays.rules.references import troubles
from lifelong.plays.rules.unfit import RuleUnfit

#: more than anybody oversees
MOST = 1000


def write_rule(
    *,
    name: str,
    brand: Brand | None,
    trigger: Mapping[str, Any],
    conditions: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    by: Agent,
) -> Rule:
    """A new rule, the last in order, and off until somebody has looked at what it would do.

    Raises `RuleUnfit`.
    """
    with transaction():
        _change_the_book()
        last = Rule.objects.aggregate(last=Max("place"))["last"] or 0
        if Rule.objects.count() >= MOST:
            raise RuleUnfit(_("There are %(most)s rules. Say more with fewer.") % {"most": MOST})
        rule = Rule(
            brand=brand,
            place=last + 1,
            switched_at=clock.now(),
            switched_by=by,
            off_why=OffWhy.PERSON,
        )
        rule.name = _named(name, rule)
        rule.save(force_insert=True)
        _add_version(rule, 1, trigger, conditions, steps, by)
        return rule


def rewrite_rule(
    rule: Rule,
    *,
    name: str,
    brand: Brand | None,
    trigger: Mapping[str, Any],
    conditions: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    by: Agent,
) -> RuleVersion:
    """What it says from now on; a new version, unless it says the same. Raises `RuleUnfit`."""
    with transaction():
        _change_the_book()
        rule.name, rule.brand = _named(name, rule), brand
        rule.save(update_fields=["name", "brand"])
        last = rule.versions.order_by("-number")[0]
        fresh = _version(rule, last.number + 1, trigger, conditions, steps, by)
        if _said(fresh) == _said(last):
            return last
        return _keep(fresh, by)


def switch_on(rule: Rule, *, by: Agent) -> None:
    """Raises `RuleUnfit` while it refers to something that is gone."""
    with transaction():
        _change_the_book()
        if gone := troubles([rule.versions.order_by("-number")[0]]):
            raise RuleUnfit(next(iter(gone.values()))[0])
        if Rule.objects.filter(pk=rule.pk, is_on=True).exists():
            return
        rule.is_on, rule.off_why, rule.failures = True, "", 0
        _switch(rule, by)
        record(RuleSwitchedOn(rule_id=rule.id, by_id=by.id))


def switch_off(rule: Rule, *, by: Agent | None) -> None:
    """By a person; `by` None: by itself, because it fails."""
    with transaction():
        _change_the_book()
        if not Rule.objects.filter(pk=rule.pk, is_on=True).exists():
            return
        rule.is_on = False
        rule.off_why = OffWhy.PERSON if by else OffWhy.FAILING
        _switch(rule, by)
        by_id = by.id if by else None
        record(RuleSwitchedOff(rule_id=rule.id, why=OffWhy(rule.off_why), by_id=by_id))


def put_earlier(rule: Rule, *, by: Agent) -> None:
    """It changes places with the one before it."""
    _change_places(rule, "-place", by, place__lt=rule.place)


def put_later(rule: Rule, *, by: Agent) -> None:
    _change_places(rule, "place", by, place__gt=rule.place)


def _change_places(rule: Rule, order: str, by: Agent, **beside: int) -> None:
    with transaction():
        _change_the_book()
        other = Rule.objects.filter(**beside).order_by(order).first()
        if other is None:
            return
        rule.place, other.place = other.place, rule.place
        rule.save(update_fields=["place"])
        other.save(update_fields=["place"])
        record(RuleMoved(rule_id=rule.id, place=rule.place, by_id=by.id))


def lock_the_book() -> Rulebook:
    """Before any row of a rule is: who changes one holds this."""
    Rulebook.objects.bulk_create([Rulebook()], ignore_conflicts=True)
    return Rulebook.objects.select_for_update().get()


def _change_the_book() -> None:
    book = lock_the_book()
    book.revision = ids.new_id()
    book.save()


def _switch(rule: Rule, by: Agent | None) -> None:
    rule.switched_at, rule.switched_by = clock.now(), by
    rule.save(update_fields=["is_on", "off_why", "failures", "switched_at", "switched_by"])


def _named(name: str, rule: Rule) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise RuleUnfit(_("A rule needs a name."))
    if Rule.objects.filter(name__iexact=name).exclude(pk=rule.pk).exists():
        raise RuleUnfit(_("There is a rule of that name already."))
    return name


def _add_version(
    rule: Rule,
    number: int,
    trigger: Mapping[str, Any],
    conditions: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    by: Agent,
) -> RuleVersion:
    return _keep(_version(rule, number, trigger, conditions, steps, by), by)


def _version(
    rule: Rule,
    number: int,
    trigger: Mapping[str, Any],
    tree: Mapping[str, Any],
    doing: Sequence[Mapping[str, Any]],
    by: Agent,
) -> RuleVersion:
    version = RuleVersion(
        rule=rule,
        number=number,
        trigger=triggers.read(trigger).written(),
        conditions=conditions.read(tree),
        steps=[one.written() for one in steps.read(list(doing))],
        made_at=clock.now(),
        made_by=by,
    )
    if gone := troubles([version]):
        raise RuleUnfit(next(iter(gone.values()))[0])
    return version


def _said(version: RuleVersion) -> tuple[Any, ...]:
    return version.trigger, version.conditions, version.steps


def _keep(version: RuleVersion, by: Agent) -> RuleVersion:
    version.save(force_insert=True)
    record(
        RuleWritten(
            rule_id=version.rule_id, version_id=version.id, number=version.number, by_id=by.id
        )
    )
    return version
