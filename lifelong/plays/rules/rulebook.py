"""The rules as this process knows them, made ready, until they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog
from django.db.models import QuerySet

from lifelong.plays.rules import conditions, steps, triggers
from lifelong.plays.rules.conditions import Check, Miss
from lifelong.plays.rules.facts import Known
from lifelong.plays.rules.knowing import Told, ask
from lifelong.plays.rules.models import RuleVersion
from lifelong.plays.rules.steps import Step
from lifelong.plays.rules.subject import Subject
from lifelong.plays.rules.triggers import On, Trigger
from lifelong.plays.rules.unfit import RuleUnfit

log = structlog.get_logger()


@dataclass(frozen=True)
class Ready:
    """A rule in its current version, ready to be looked at."""

    rule_id: UUID
    version_id: UUID
    name: str
    brand_id: UUID | None
    trigger: Trigger
    check: Check
    steps: tuple[Step, ...]
    #: since when it says this and is on
    since: datetime

    def concerns(self, known: Known) -> bool:
        """Whether it is a rule of their brand at all."""
        return self.brand_id is None or self.brand_id == known.brand_id

    def miss(self, known: Known) -> Miss | None:
        return self.check(known)


@dataclass(frozen=True)
class Book:
    revision: UUID | None = None
    #: those that are on, by what they wait for, in their order
    rules: Mapping[On, Sequence[Ready]] = field(default_factory=dict)

    def on(self, *triggers: On) -> list[Ready]:
        return [one for trigger in triggers for one in self.rules.get(trigger, ())]


_book = Book()


def look(on: On, subjects: Sequence[Subject]) -> tuple[list[Ready], Told]:
    """The rules that wait for this, in order, with what is known of each subject by its place.

    One statement, unless the rules have changed. Where no rule waits for it nothing is loaded.
    """
    global _book
    book = _book
    while True:
        rules = book.on(on)
        revision, known = ask(subjects if rules else [], revision=book.revision)
        if revision == book.revision:
            return rules, known
        book = _book = Book(revision, _by_trigger())


def current_versions() -> QuerySet[RuleVersion]:
    """The version of each rule that holds."""
    rows = RuleVersion.objects.order_by("rule", "-number").distinct("rule")
    return rows.select_related("rule")


def _by_trigger() -> dict[On, list[Ready]]:
    found: dict[On, list[Ready]] = {}
    on = [one for one in current_versions() if one.rule.is_on]
    for version in sorted(on, key=lambda one: one.rule.place):
        try:
            one = ready(version)
        except RuleUnfit as error:
            # of an older Lifelong, say: the others go on
            log.error("rule cannot be read", rule_id=str(version.rule_id), why=str(error))
        else:
            found.setdefault(one.trigger.on, []).append(one)
    return found


def ready(version: RuleVersion) -> Ready:
    """Raises `RuleUnfit` for what is no rule any more."""
    return Ready(
        rule_id=version.rule_id,
        version_id=version.id,
        name=version.rule.name,
        brand_id=version.rule.brand_id,
        trigger=triggers.read(version.trigger),
        check=conditions.made(conditions.read(version.conditions)),
        steps=tuple(steps.read(version.steps)),
        since=max(version.made_at, version.rule.switched_at),
    )
