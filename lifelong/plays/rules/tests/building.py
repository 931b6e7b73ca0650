"""What tests of rules begin with: a rule that is on, and facts that are handled."""

from typing import Any

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand
from lifelong.events import reactor
from lifelong.events.models import Event
from lifelong.plays.rules.actions.writing import switch_on, write_rule
from lifelong.plays.rules.models import Rule, RuleRun

NOTE = {"do": "note", "text": "Look here"}


def admin() -> Agent:
    return Agent.objects.filter(roles__contains=[Role.ADMIN]).first() or agent(Role.ADMIN)


def rule(
    on: str | dict[str, Any] = "message",
    *steps: dict[str, Any],
    when: dict[str, Any] | None = None,
    brand: Brand | None = None,
    name: str = "",
    is_on: bool = True,
) -> Rule:
    """A rule that writes a note, unless other steps are said."""
    made = write_rule(
        name=name or f"Rule {Rule.objects.count() + 1}",
        brand=brand,
        trigger={"on": on} if isinstance(on, str) else on,
        conditions=when or {},
        steps=steps or [NOTE],
        by=admin(),
    )
    if is_on:
        switch_on(made, by=admin())
    return made


def condition(field: str, is_: str, value: Any) -> dict[str, Any]:
    return {"field": field, "is": is_, "value": value}


def handle_all() -> None:
    """Have all that follows from what has happened so far happen, as the worker would."""
    rows = Event.objects.filter(cause=None).order_by("id").values_list("id", flat=True)
    reactor.handle([str(one) for one in rows])


def outcomes(of: Rule) -> list[str]:
    rows = RuleRun.objects.filter(rule=of).order_by("at", "id")
    return list(rows.values_list("outcome", flat=True))


def did(of: Rule) -> list[dict[str, str]]:
    """What its last run did."""
    done: list[dict[str, str]] = RuleRun.objects.filter(rule=of).latest("at").did
    return done
