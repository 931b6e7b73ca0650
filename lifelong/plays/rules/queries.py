"""Reads for the admins' pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.lib.errors import NotFound
from lifelong.plays.rules.models import OffWhy, Outcome, Rule, RuleRun, RuleVersion
from lifelong.plays.rules.references import troubles
from lifelong.plays.rules.rulebook import current_versions


@dataclass(frozen=True)
class Listed:
    rule: Rule
    version: RuleVersion
    #: sentences about what it refers to and is gone
    troubles: Sequence[str]


def rules(*, visible_to: Caller) -> list[Listed]:
    """All of them in their order, each with what it says now."""
    visible_to.must(Verb.SEE_SETTINGS)
    versions = list(current_versions().select_related("rule__brand", "rule__switched_by"))
    gone = troubles(versions)
    return [
        Listed(one.rule, one, gone.get(one.id, ()))
        for one in sorted(versions, key=lambda one: one.rule.place)
    ]


def rule(rule_id: UUID, *, visible_to: Caller) -> Listed:
    visible_to.must(Verb.SEE_SETTINGS)
    version = current_versions().select_related("rule__brand").filter(rule=rule_id).first()
    if version is None:
        raise NotFound(_("There is no such rule."))
    return Listed(version.rule, version, troubles([version]).get(version.id, ()))


def versions(of: Rule, *, visible_to: Caller) -> QuerySet[RuleVersion]:
    """The newest first."""
    visible_to.must(Verb.SEE_SETTINGS)
    return of.versions.select_related("made_by").order_by("-number")


def runs(of: Rule, *, visible_to: Caller, but_not_met: bool = False) -> QuerySet[RuleRun]:
    """What came of looking at it, the latest first."""
    visible_to.must(Verb.SEE_SETTINGS)
    rows = RuleRun.objects.filter(rule=of).select_related("version").order_by("-at", "-id")
    return rows.exclude(outcome=Outcome.NOT_MET) if but_not_met else rows


def failing() -> int:
    """How many rules have switched themselves off and stand so."""
    return Rule.objects.filter(is_on=False, off_why=OffWhy.FAILING).count()
