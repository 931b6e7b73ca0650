"""Who rings here: offers of customers who wait live, to be accepted or declined."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.lib import clock
from lifelong.routing.actions.ringing import accept, decline
from lifelong.routing.matching import Parts
from lifelong.routing.models import Offer
from lifelong.routing.queries import ringing
from lifelong.routing.saying import sentence_to_agent
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.hints import done
from lifelong.web.console.waiting_rows import waiting_row


@dataclass(frozen=True)
class RingingRow:
    conversation_id: UUID
    customer_name: str
    channel: str
    snippet: str
    why: str
    #: seconds until it goes on to somebody else, now and from its start
    left: float
    lasts: float


@door("GET", needs=Verb.ANSWER)
def offers(request: ConsoleRequest) -> HttpResponse:
    return render(request, "console/offers.html", offers_context(request))


@door("POST", "DELETE", needs=Verb.ANSWER)
def offer(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """POST: I take them. DELETE: not me, now."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if request.method == "DELETE":
        decline(conversation, by=request.agent)
        return done(conversation_id)
    accept(conversation, by=request.agent)
    response = done(conversation_id)
    path = f"/people/{conversation_id}"
    if _at_the_desk(request):
        response["HX-Location"] = json.dumps({"path": path, "target": "#person"})
    else:
        response["HX-Redirect"] = path
    return response


def offers_context(request: ConsoleRequest) -> dict[str, Any]:
    """Variables of offers.html."""
    rows: list[RingingRow] = []
    if request.caller.may(Verb.ANSWER):
        rings = ringing(request.agent.id).select_related(
            "conversation__customer", "conversation__inbox__brand"
        )
        rows = _rows(list(rings))
    return {"offers": rows, "sound": with_sound(request)}


def with_sound(request: HttpRequest) -> bool:
    """Whether this browser makes itself heard when somebody rings."""
    return request.COOKIES.get("sound") == "on"


def _rows(rings: list[Offer]) -> list[RingingRow]:
    last = queries.last_messages([one.conversation for one in rings]) if rings else {}
    return [_row(one, last) for one in rings]


def _row(one: Offer, last: dict[UUID, Any]) -> RingingRow:
    shown = waiting_row(one.conversation, last.get(one.conversation_id))
    assert one.rings_until is not None
    return RingingRow(
        conversation_id=one.conversation_id,
        customer_name=shown.customer_name,
        channel=one.conversation.channel,
        snippet=shown.snippet,
        why=sentence_to_agent(Parts(**one.parts)),
        left=round(max(0.0, (one.rings_until - clock.now()).total_seconds()), 1),
        lasts=settings.RING_SECONDS,
    )


def _at_the_desk(request: HttpRequest) -> bool:
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return path == "/" or path.startswith("/people/")
