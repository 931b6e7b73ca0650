"""Who can be named in a note, and the notes that name me."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.colleagues import colleagues, mentions, unseen_count
from lifelong.conversations.models import Mention
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

#: so many are shown, the newest first
SHOWN = 50


@dataclass(frozen=True)
class MentionRow:
    href: str
    #: of the customer
    name: str
    #: who wrote the note
    by: str
    words: str
    at: datetime
    seen: bool


@door("GET", needs=Verb.ANSWER)
def to_name(request: ConsoleRequest, conversation_id: UUID) -> JsonResponse:
    """{names: [who else may read this conversation]}, for the list behind an @."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    others = [one.name for one in colleagues(conversation) if one.pk != request.agent.pk]
    return JsonResponse({"names": others})


@door("GET", needs=Verb.READ_TEXT)
def of_me(request: ConsoleRequest) -> HttpResponse:
    return page(request, "mentions", "mentions", title=_("Notes for you"), **_list(request))


@door("GET", needs=Verb.READ_TEXT)
def rows(request: ConsoleRequest) -> HttpResponse:
    """The list alone, for the live region."""
    return render(request, "console/mention_rows.html", _list(request))


@door("GET", needs=Verb.READ_TEXT)
def count(request: ConsoleRequest) -> HttpResponse:
    """How many are unread, for the rail."""
    unseen = unseen_count(request.agent, visible_to=request.caller)
    return render(request, "console/count.html", {"count": unseen})


def _list(request: ConsoleRequest) -> dict[str, Any]:
    found = mentions(request.agent, visible_to=request.caller)[:SHOWN]
    return {"agent_id": request.agent.pk, "mentions": [_row(one) for one in found]}


def _row(mention: Mention) -> MentionRow:
    entry = mention.entry
    leads = entry.conversation.lead or entry.conversation
    return MentionRow(
        href=f"/people/{leads.pk}?entry={entry.pk}",
        name=leads.customer.name or _("Somebody"),
        by=entry.agent.name if entry.agent else "",
        words=entry.text,
        at=mention.at,
        seen=mention.seen_at is not None,
    )
