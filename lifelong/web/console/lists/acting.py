"""What can be done with those who are chosen."""

from typing import Any

from django.db.models import QuerySet

from lifelong.accounts.policy import Verb
from lifelong.accounts.queries import colleagues
from lifelong.channels.models import Inbox
from lifelong.conversations.models import Resolution, Topic
from lifelong.conversations.queries import topics
from lifelong.conversations.tags import tags
from lifelong.knowledge.queries import answers
from lifelong.knowledge.variables import Variable
from lifelong.web.console.doors import ConsoleRequest

#: what no row tells is not for many at once
VARIABLES = [one for one in Variable if one not in (Variable.AMOUNT, Variable.CODE, Variable.DAY)]
_COMBINED = Resolution.COMBINED


def acts_context(request: ConsoleRequest) -> dict[str, Any]:
    """Variables of acts.html; whoever only reads has none of it."""
    caller = request.caller
    if not caller.may(Verb.ANSWER):
        return {"may_act": False}
    return {
        "may_act": True,
        "topics": [(one.id, str(one)) for one in _topics(request)],
        "tags": [(one.id, one.name) for one in tags(visible_to=caller).filter(is_active=True)],
        "resolutions": [one for one in Resolution.choices if one[0] != _COMBINED],
        "colleagues": _assigned_to(request),
        "to_inboxes": [
            (one.id, f"{one.name} · {one.brand.name}")
            for one in Inbox.objects.select_related("brand").order_by("name", "id")
        ],
        "answers": [
            (one.id, one.name)
            for one in answers(visible_to=caller).filter(is_active=True)[:200]
        ],
        "variables": VARIABLES,
    }  # fmt: skip


def _topics(request: ConsoleRequest) -> QuerySet[Topic]:
    rows = topics(visible_to=request.caller).filter(is_active=True)
    return rows.select_related("parent__parent")


def _assigned_to(request: ConsoleRequest) -> list[tuple[Any, str]]:
    """To oneself; by those who may, to others."""
    found: list[tuple[Any, str]] = [(request.agent.id, request.agent.name)]
    if request.caller.may(Verb.ASSIGN_OTHERS):
        others = colleagues(visible_to=request.caller).exclude(pk=request.agent.id)
        found += [(one.id, one.name) for one in others[:200]]
    return found
