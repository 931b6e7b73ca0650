"""The bar over one person's conversation: words in it, one channel or matter of it, a day in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.people import ids_of
from lifelong.conversations.search import channels_of, said_by_and_to
from lifelong.conversations.statements import MATTERS
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.head import title
from lifelong.web.console.sifting import Sift

#: so many matters are offered, the newest first
MATTERS_OFFERED = 100
#: so many places are found, the newest first
MOST = 200


@dataclass(frozen=True)
class MatterChoice:
    id: UUID
    title: str
    opened_at: datetime


@door("GET", needs=Verb.READ_TEXT)
def finder(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """What can be looked for here; asked for when the bar is opened."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    known = MATTERS.rows(ids=ids_of(conversation), most=MATTERS_OFFERED)
    channels = channels_of(conversation, visible_to=request.caller)
    context = {
        "conversation": conversation,
        "spoken_on": channels,
        "matters": [MatterChoice(one.id, title(one), one.opened_at) for one in known],
    }
    return render(request, "console/finder.html", context)


@door("GET", needs=Verb.READ_TEXT)
def places(request: ConsoleRequest, conversation_id: UUID) -> JsonResponse:
    """Where `?q=` was said: {entries: [id], the newest first; more: there are others}."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    found = said_by_and_to(
        conversation,
        request.GET.get("q", ""),
        within=Sift.asked(request.GET).condition,
        visible_to=request.caller,
        most=MOST + 1,
    )
    return JsonResponse({"entries": [str(one) for one in found[:MOST]], "more": len(found) > MOST})
