"""Who rings here: offers of customers who wait live, to be accepted or declined."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.lib import clock
from lifelong.routing.actions.calling import answer_call
from lifelong.routing.actions.ringing import accept, decline
from lifelong.routing.models import Call, Offer
from lifelong.routing.queries import calls_to, parts_in, ringing
from lifelong.routing.saying import at_risk, sentence_to_agent
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.hints import done
from lifelong.web.console.waiting_rows import waiting_row


@dataclass(frozen=True)
class RingingRow:
    offer_id: UUID
    conversation_id: UUID
    customer_name: str
    channel: str
    snippet: str
    why: str
    #: seconds until it goes on to somebody else, now and from its start
    left: float
    lasts: float


@dataclass(frozen=True)
class CallRow:
    offer_id: UUID
    conversation_id: UUID
    customer_name: str
    #: who has them, without the authority
    agent_name: str
    why: str
    #: when the next one is called
    until: datetime


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
        response["HX-Location"] = json.dumps({"path": path, "target": "#person", "swap": "anew"})
    else:
        response["HX-Redirect"] = path
    return response


@door("POST", needs=Verb.ANSWER)
def call_answer(request: ConsoleRequest, offer_id: UUID) -> HttpResponse:
    """I see to it."""
    answer_call(offer_id, by=request.agent)
    return render(request, "console/offers.html", offers_context(request))


def offers_context(request: ConsoleRequest) -> dict[str, Any]:
    """Variables of offers.html."""
    rows: list[RingingRow] = []
    calls: list[CallRow] = []
    if request.caller.may(Verb.ANSWER):
        rings = ringing(request.agent.id).select_related(
            "conversation__customer", "conversation__inbox__brand"
        )
        rows = _rows(list(rings))
        calls = [_called(one) for one in calls_to(request.agent)]
    return {"offers": rows, "calls": calls, "sound": sound_of(request) != ""}


def _called(one: Call) -> CallRow:
    conversation = one.offer.conversation
    return CallRow(
        offer_id=one.offer_id,
        conversation_id=conversation.id,
        customer_name=conversation.customer.name,
        agent_name=one.offer.agent.name,
        why=at_risk(parts_in(one.offer)),
        until=one.until,
    )


def sound_of(request: HttpRequest) -> str:
    """When this browser makes itself heard: "on" when somebody rings, "all" when one's own
    customers write too, "" never."""
    chosen = request.COOKIES.get("sound", "")
    return chosen if chosen in ("on", "all") else ""


def _rows(rings: list[Offer]) -> list[RingingRow]:
    last = queries.last_messages([one.conversation for one in rings]) if rings else {}
    return [_row(one, last) for one in rings]


def _row(one: Offer, last: dict[UUID, Any]) -> RingingRow:
    shown = waiting_row(one.conversation, last.get(one.conversation_id))
    assert one.rings_until is not None
    return RingingRow(
        offer_id=one.id,
        conversation_id=one.conversation_id,
        customer_name=shown.customer_name,
        channel=one.conversation.channel,
        snippet=shown.snippet,
        why=sentence_to_agent(parts_in(one)),
        left=round(max(0.0, (one.rings_until - clock.now()).total_seconds()), 1),
        lasts=settings.RING_SECONDS,
    )


def _at_the_desk(request: HttpRequest) -> bool:
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return path == "/" or path.startswith("/people/")
