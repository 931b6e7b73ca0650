"""Who this is: the right column."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Conversation, Promise
from lifelong.conversations.people import ids_of
from lifelong.conversations.standing import Status, status_of
from lifelong.conversations.statements import MATTERS, PROMISES
from lifelong.lib import clock
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.head import head_context, title
from lifelong.web.console.orders import orders_context
from lifelong.web.console.pins import pins_context
from lifelong.web.console.retention import retention_panel
from lifelong.web.console.suggested import HandleRow, called, handle_rows, here_is, kin_context
from lifelong.web.look.words import ago, month_words

#: so many contacts of one person stand beside the conversation
KNOWN = 30


@door("GET", needs=Verb.READ_TEXT)
def who(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The right column, and with it the head and the matter above the composer.

    `?contact=ID`: the matter that this screen has chosen to answer.
    """
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if conversation.id != conversation_id:
        return HttpResponse(status=204)  # joined: the timeline takes the screen along
    return render(request, "console/standing.html", who_context(request, conversation))


@dataclass(frozen=True)
class _Person:
    id: UUID
    name: str
    initials: str
    sentence: str
    handles: list[HandleRow]


@dataclass(frozen=True)
class _OpenMatter:
    id: UUID
    title: str
    status: str
    under: str


@dataclass(frozen=True)
class _PastMatter:
    id: UUID
    title: str
    closed_at: datetime
    words: str


@dataclass(frozen=True)
class _Promise:
    id: UUID
    words: str
    due_at: datetime
    urgency: str


def who_context(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    """Variables of standing.html."""
    ids = ids_of(conversation)
    known = MATTERS.rows(ids=ids, most=KNOWN)
    person = here_is(conversation)
    head = head_context(request, conversation, known, person.handles)
    contact_id = head["contact"].id if head["contact"] else None
    matter = next((one for one in known if one.id == contact_id), None)
    return {
        "conversation": conversation,
        "customer": _Person(
            conversation.customer_id,
            called(person),
            "",
            _sentence(conversation, known),
            handle_rows(person),
        ),
        **pins_context(ids),
        **kin_context(request, conversation, person),
        **_matters(conversation, known, PROMISES.rows(ids=ids)),
        **orders_context(request, person, matter),
        **head,
        "retention": retention_panel(request, contact_id, head["risks"]),
    }


def _matters(
    conversation: Conversation, known: Sequence[Contact], promises: Sequence[Promise]
) -> dict[str, Any]:
    at, owned = clock.now(), conversation.owner_id is not None
    return {
        "contacts": [
            _OpenMatter(one.id, title(one), status_of(one, owned=owned, now=at), _under(one))
            for one in known
            if one.closed_at is None
        ],
        "promises": [
            _Promise(one.id, one.text, one.due_at, "late" if one.due_at <= at else "")
            for one in promises
        ],
        "past": [
            _PastMatter(one.id, title(one), one.closed_at, _ended(one))
            for one in known
            if one.closed_at is not None
        ],
    }


def _under(contact: Contact) -> str:
    if contact.set_aside_until and contact.set_aside_on:
        said = {"on": contact.get_set_aside_on_display(), "when": ago(contact.set_aside_until)}
        return _("waiting for %(on)s until %(when)s") % said
    return _("waits for us") if contact.waiting_since else _("answered")


def _ended(contact: Contact) -> str:
    return str(contact.get_resolution_display()) if contact.resolution else _("closed")


def _sentence(conversation: Conversation, known: Sequence[Contact]) -> str:
    """Who this is, in one sentence, as far as the conversation tells."""
    if not known:
        return _("Has never needed anything from us.")
    since = min(one.opened_at for one in known)
    if len(known) == 1 and conversation.status != Status.CLOSED:
        return _("Writes to us for the first time.")
    words = ngettext(
        "With us since %(month)s; %(count)s matter so far.",
        "With us since %(month)s; %(count)s matters so far.",
        len(known),
    )
    return words % {
        "month": month_words(since),
        "count": len(known) if len(known) < KNOWN else f"{KNOWN}+",
    }
