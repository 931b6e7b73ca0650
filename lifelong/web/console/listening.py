"""Tickets to the live stream."""

from django.http import HttpResponse, JsonResponse

from lifelong.accounts.policy import Verb
from lifelong.channels.queries import inbox_ids_of
from lifelong.live.tickets import make_token
from lifelong.web.console.doors import ConsoleRequest, door


@door("POST", needs=Verb.SEE_CUSTOMERS, unattended="POST")
def stream_token(request: ConsoleRequest) -> HttpResponse:
    """{token}: for two minutes, naming whose signals this agent may hear."""
    heard = [f"inbox:{inbox_id}" for inbox_id in inbox_ids_of(request.caller)]
    heard += [f"role:{role}" for role in request.agent.roles]
    return JsonResponse({"token": make_token(f"agent:{request.agent.id}", heard)})
