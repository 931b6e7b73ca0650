"""How many approvals wait for this agent: the number in the rail."""

from lifelong.concessions import queries
from lifelong.web.console.doors import ConsoleRequest


def waiting_for(request: ConsoleRequest) -> int:
    return queries.to_decide(by=request.agent.id).count()
