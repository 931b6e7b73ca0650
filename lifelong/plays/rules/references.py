"""What rules refer to, and what of it is gone: topics retired, inboxes closed, heroes who left."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.conversations.models import Topic
from lifelong.plays.rules.conditions import leaves
from lifelong.plays.rules.fields import FIELDS, Rows
from lifelong.plays.rules.models import RuleVersion
from lifelong.plays.rules.steps import ROWS, Do

AGENTS = "agents"


def rows(*, all_of_them: bool = False) -> dict[str, dict[str, str]]:
    """What can be referred to, by kind and id, with its name. Three queries.

    `all_of_them`: also what nobody may choose any more, to name it.
    """
    topics = Topic.objects.select_related("parent__parent").order_by("name")
    agents = Agent.objects.order_by("name")
    if not all_of_them:
        topics, agents = topics.filter(is_active=True), agents.filter(is_active=True)
    inboxes = Inbox.objects.select_related("brand").order_by("brand__name", "name")
    return {
        Rows.TOPICS: {str(one.id): str(one) for one in topics},
        Rows.INBOXES: {str(one.id): f"{one.name} ({one.brand})" for one in inboxes},
        AGENTS: {str(one.id): one.name for one in agents},
    }


def troubles(versions: Iterable[RuleVersion]) -> Mapping[UUID, list[str]]:
    """By version the sentences about what it refers to and is gone; none for those in order."""
    there = rows()
    found: dict[UUID, list[str]] = {}
    for version in versions:
        for kind, one in _referred(version):
            if one not in there[kind]:
                found.setdefault(version.id, []).append(_sentence(kind))
    return found


def _referred(version: RuleVersion) -> Iterator[tuple[str, str]]:
    for leaf in leaves(version.conditions):
        field = FIELDS.get(leaf["field"])
        if field is not None and isinstance(field.options, Rows):
            yield from ((field.options, one) for one in leaf["value"])
    for step in version.steps:
        kind = ROWS.get(Do(step["do"]))
        if kind and step.get("to"):
            yield kind, step["to"]


def _sentence(kind: str) -> str:
    return {
        Rows.TOPICS: _("It names a topic that was retired or deleted. Choose another."),
        Rows.INBOXES: _("It names an inbox that was deleted. Choose another."),
        AGENTS: _("It names a hero who has left. Choose another."),
    }[kind]
