"""What the composer is drawn from: whom an answer reaches, the draft, moments to send."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Channel
from lifelong.conversations import queries
from lifelong.conversations.actions.replying import NobodyToWriteTo, address_of
from lifelong.conversations.models import Contact, Conversation
from lifelong.web.console.doors import ConsoleRequest


@dataclass(frozen=True)
class Reply:
    channel: str
    to: str
    refused: str


@dataclass(frozen=True)
class _Draft:
    conversation_id: UUID
    text: str
    kind: str
    version: int


def composer_context(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    draft = queries.draft_of(conversation, by=request.agent.id)
    if draft is None:
        return {"draft": _Draft(conversation.id, "", "reply", 0)}
    return {"draft": _Draft(draft.conversation_id, draft.text, draft.kind, draft.version)}


def reply_to(request: ConsoleRequest, contact: Contact | None) -> Reply:
    """Whom an answer to this contact reaches, in words, or why nobody."""
    channel = contact.channel if contact else Channel.EMAIL
    if not request.caller.may(Verb.ANSWER):
        return Reply(channel, "", _("Your role reads; it does not answer."))
    if contact is None:
        return Reply(channel, "", _("There is nothing to answer yet."))
    try:
        handle, endpoint = address_of(contact)
    except NobodyToWriteTo as nobody:
        return Reply(channel, "", str(nobody))
    if channel == Channel.CHAT:
        return Reply(channel, _("in the chat of %(our)s") % {"our": endpoint.name}, "")
    words = _("%(to)s from %(our)s") % {"to": handle.value, "our": endpoint.address}
    return Reply(channel, words, "")
