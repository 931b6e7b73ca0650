"""What the composer is drawn from: whom an answer reaches, the draft, moments to send."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Channel
from lifelong.channels.texts import BASIC, EXTENDED, LONGEST, MOST_FILES
from lifelong.channels.texts import MOST_BYTES as TEXT_BYTES
from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.ways import Way, ways_to
from lifelong.customers.models import Handle
from lifelong.customers.phones import shown
from lifelong.knowledge.variables import Variable
from lifelong.lib.errors import Refused
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.drafts import files_of
from lifelong.web.console.forms import MOST_BYTES
from lifelong.web.look.words import number


@dataclass(frozen=True)
class WayRow:
    """A way by which an answer may leave."""

    channel: str
    words: str
    #: why it may not, "" when it may
    refused: str
    #: who gets it and what it carries
    limits: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Reply:
    channel: str
    to: str
    #: why nothing can be said at all
    refused: str
    #: of the chosen way, as of each
    limits: str = ""
    #: to choose from, where there are several
    ways: list[WayRow] = field(default_factory=list)
    #: why the way by which they wrote last is not the chosen one
    instead: str = ""


@dataclass(frozen=True)
class _Draft:
    conversation_id: UUID
    text: str
    kind: str
    version: int
    files: list[dict[str, object]] = field(default_factory=list)


def composer_context(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    draft = queries.draft_of(conversation, by=request.agent.id)
    return {
        "variables": {one.value: one.words for one in Variable},
        "alphabet": {"basic": BASIC, "extended": EXTENDED, "longest": LONGEST},
        "draft": _Draft(
            draft.conversation_id, draft.text, draft.kind, draft.version, files_of(draft)
        )
        if draft
        else _Draft(conversation.id, "", "reply", 0),
    }


def reply_to(request: ConsoleRequest, contact: Contact | None, handles: Sequence[Handle]) -> Reply:
    """Whom an answer to this contact reaches, in words, or why nobody."""
    channel = contact.channel if contact else Channel.EMAIL
    if not request.caller.may(Verb.ANSWER):
        return Reply(channel, "", _("Your role reads; it does not answer."))
    if contact is None:
        return Reply(channel, "", _("There is nothing to answer yet."))
    ways = [_way_row(way) for way in ways_to(contact, handles)]
    if not ways:
        return Reply(channel, "", _("There is no address to write to on this channel."))
    chosen = next((one for one in ways if not one.refused), None)
    if chosen is None:
        return Reply(channel, "", ways[0].refused)
    rows = [replace(one, chosen=one is chosen) for one in ways] if len(ways) > 1 else []
    return Reply(chosen.channel, chosen.words, "", chosen.limits, rows, instead=ways[0].refused)


def _way_row(way: Way) -> WayRow:
    try:
        way.check()
        refused = ""
    except Refused as no:
        refused = str(no)
    return WayRow(way.channel, _way_words(way), refused, _limits(way.channel))


def _limits(channel: str) -> str:
    """Who gets it, how long it may be, which files it takes."""
    if channel == Channel.SMS:
        return _("Up to %(letters)s characters, %(files)s files of %(size)s MB together") % {
            "letters": number(LONGEST), "files": MOST_FILES, "size": TEXT_BYTES // 10**6,
        }  # fmt: skip
    size = {"size": MOST_BYTES // 2**20}
    if channel == Channel.CHAT:
        return _("On their screen at once; files up to %(size)s MB together") % size
    return _("To them alone, of any length; files up to %(size)s MB together") % size


def _way_words(way: Way) -> str:
    if way.channel is Channel.CHAT:
        return _("in the chat of %(our)s") % {"our": way.endpoint.name}
    return _("%(to)s from %(our)s") % {
        "to": _shown(way.handle.value),
        "our": _shown(way.endpoint.address),
    }


def _shown(address: str) -> str:
    return shown(address) if address.startswith("+") else address
