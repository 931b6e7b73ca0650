"""What the composer is drawn from: whom an answer reaches, the draft, moments to send."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Conversation
from lifelong.lib import clock
from lifelong.web.console.doors import ConsoleRequest


@dataclass(frozen=True)
class _Reply:
    channel: str
    to: str
    refused: str


@dataclass(frozen=True)
class _Draft:
    text: str
    kind: str
    version: int


@dataclass(frozen=True)
class _Later:
    at: datetime
    words: str


def composer_context(
    request: ConsoleRequest, conversation: Conversation, contact: Contact | None
) -> dict[str, Any]:
    draft = queries.draft_of(conversation, by=request.agent.id)
    return {
        "reply": _reply(request, conversation, contact),
        "draft": _Draft(draft.text, draft.kind, draft.version) if draft else _Draft("", "reply", 0),
        "later": _moments(ZoneInfo(request.agent.zone)),
    }


def _reply(request: ConsoleRequest, conversation: Conversation, contact: Contact | None) -> _Reply:
    handle = conversation.customer.handles.filter(kind="email").first()
    endpoint = contact.endpoint if contact else None
    refused = ""
    if not request.caller.may(Verb.ANSWER):
        refused = _("Your role reads; it does not answer.")
    elif handle is None or endpoint is None:
        refused = _("There is no address to write to.")
    to = handle.value if handle else ""
    words = _("%(to)s from %(our)s") % {"to": to, "our": endpoint.address} if endpoint else to
    return _Reply(channel=contact.channel if contact else "email", to=words, refused=refused)


def _moments(zone: ZoneInfo) -> list[_Later]:
    """Moments to offer for sending later, in the hero's zone."""
    now = clock.now().astimezone(zone)
    morning = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    monday = morning + timedelta(days=-morning.weekday() % 7)
    offered = [
        _Later(now + timedelta(hours=1), _("In an hour")),
        _Later(morning, _("Tomorrow at 9:00")),
    ]
    if monday != morning:
        offered.append(_Later(monday, _("Monday at 9:00")))
    return offered
