"""What can be done with those who are chosen."""

from typing import Any
from uuid import UUID

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations.models import Resolution
from lifelong.knowledge.queries import answers
from lifelong.knowledge.variables import Variable
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.lists.naming import MOST, Named

#: what no row tells is not for many at once
VARIABLES = [one for one in Variable if one not in (Variable.AMOUNT, Variable.CODE, Variable.DAY)]
_COMBINED = Resolution.COMBINED


def acts_context(request: ConsoleRequest, of: Named) -> dict[str, Any]:
    """Variables of acts.html; whoever only reads has none of it."""
    caller = request.caller
    if not caller.may(Verb.ANSWER):
        return {"may_act": False}
    return {
        "may_act": True,
        "topics": [(one.id, str(one)) for one in of.topics if one.is_active],
        "tags": [(one.id, one.name) for one in of.tags if one.is_active],
        "resolutions": [one for one in Resolution.choices if one[0] != _COMBINED],
        # to oneself; by those who may, to others
        "colleagues": [
            (request.agent.id, request.agent.name),
            *(of.others if caller.may(Verb.ASSIGN_OTHERS) else []),
        ],
        "to_inboxes": [(one.id, f"{one.name} · {one.brand.name}") for one in of.inboxes],
        "answers": _answers(caller),
        "variables": VARIABLES,
    }


def _answers(caller: Caller) -> list[tuple[UUID, str]]:
    rows = answers(visible_to=caller).filter(is_active=True)
    return list(rows.values_list("id", "name")[:MOST])
