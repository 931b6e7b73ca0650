"""What the composer is drawn from: whom an answer reaches, the draft, moments to send."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Channel
from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.ways import NobodyToWriteTo, way_to
from lifelong.web.console.doors import ConsoleRequest


@dataclass(frozen=True)
class Reply:
    channel: str
    to: str
    refused: str


@dataclass(frozen=True)
class _Draft:
    text: str
    kind: str
    version: int


def composer_context(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    draft = queries.draft_of(conversation, by=request.agent.id)
    return {
        "draft": _Draft(draft.text, draft.kind, draft.version) if draft else _Draft("", "reply", 0),
    }


def reply_to(request: ConsoleRequest, contact: Contact | None) -> Reply:
    """Whom an answer to this contact reaches, in words, or why nobody."""
    channel = contact.channel if contact else Channel.EMAIL
    if not request.caller.may(Verb.ANSWER):
        return Reply(channel, "", _("Your role reads; it does not answer."))
    if contact is None:
        return Reply(channel, "", _("There is nothing to answer yet."))
    try:
        way = way_to(contact)
    except NobodyToWriteTo as nobody:
        return Reply(channel, "", str(nobody))
    words = _("%(to)s from %(our)s") % {"to": way.handle.value, "our": way.endpoint.address}
    return Reply(way.channel, words, "")
