"""What can be done about a person: the head above the timeline, the matter above the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Channel
from lifelong.conversations.models import Contact, Conversation, Resolution, SetAsideOn, Topic
from lifelong.conversations.standing import Status
from lifelong.customers.models import Handle
from lifelong.lib.statements import Statement
from lifelong.routing.queries import match_of
from lifelong.routing.saying import sentence_to_agent
from lifelong.triage.queries import Standing, standing_of
from lifelong.web.console import moments
from lifelong.web.console.composer import reply_to
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.risks import risk_row


@dataclass(frozen=True)
class Titled:
    id: UUID
    title: str


@dataclass(frozen=True)
class Choice:
    value: str
    words: str


def head_context(
    request: ConsoleRequest,
    conversation: Conversation,
    known: Sequence[Contact],
    handles: Sequence[Handle],
) -> dict[str, Any]:
    """Variables of head.html and matter.html. `known`: the newest contacts first; `handles`: all
    of the person."""
    contact = _to_answer(known, uuid_in(request.GET.get("contact", "")))
    answered = contact or next(iter(known), None)
    read = standing_of(contact.id) if contact else Standing()
    return {
        "agent": request.agent,
        "may_answer": request.caller.may(Verb.ANSWER),
        "may_assign": request.caller.may(Verb.ASSIGN_OTHERS),
        "why": _why_with_me(conversation, request.agent.id),
        "closed": _closed_last(conversation, known),
        "contact": contact and Titled(contact.id, title(contact)),
        "answered": answered and answered.id,
        "reply": reply_to(request, answered, handles),
        "topic": contact and contact.topic and Titled(contact.topic.id, str(contact.topic)),
        "proposed": read.topic and Titled(read.topic.id, str(read.topic)),
        "proposed_how": _("chosen in the form") if read.chosen else _("proposed"),
        "risks": [risk_row(one) for one in read.tags],
        "topics": topic_choices(),
        "moments": moments.offered(ZoneInfo(request.agent.zone)),
        "resolutions": [
            Choice(one.value, str(one.label))
            for one in Resolution
            if one is not Resolution.COMBINED
        ],
        "aside_on": [Choice(one.value, str(one.label)) for one in SetAsideOn],
    }


def _why_with_me(conversation: Conversation, agent_id: UUID) -> str:
    """Why this person waits for this agent's answer; "" where no match brought them."""
    if conversation.owner_id != agent_id or conversation.status != Status.OPEN:
        return ""
    match = match_of(conversation)
    return sentence_to_agent(match) if match else ""


def _closed_last(conversation: Conversation, known: Sequence[Contact]) -> Titled | None:
    """The matter to open again, where the person needs nothing from us."""
    if conversation.status != Status.CLOSED:
        return None
    closed = [one for one in known if one.closed_at]
    last = max(closed, key=lambda one: one.closed_at or one.opened_at, default=None)
    return Titled(last.id, title(last)) if last else None


def title(contact: Contact) -> str:
    """Only a mail may lack a subject; nobody writes one in a chat."""
    if contact.topic:
        return str(contact.topic)
    is_mail = contact.channel == Channel.EMAIL
    return contact.subject or (
        _("Without a subject") if is_mail else str(contact.get_channel_display())
    )


def _to_answer(known: Sequence[Contact], chosen: UUID) -> Contact | None:
    """The matter chosen on this screen, else the one that waits longest, else the newest open."""
    still_open = [one for one in known if one.closed_at is None]
    mine = [one for one in still_open if one.id == chosen]
    waiting = [one for one in still_open if one.waiting_since]
    if waiting and not mine:
        return min(waiting, key=lambda one: one.waiting_since or one.opened_at)
    return next(iter(mine or still_open), None)


def topic_choices() -> list[Titled]:
    """By their names."""
    titles = (Titled(one.id, str(one)) for one in _TOPICS.rows())
    return sorted(titles, key=lambda one: one.title)


_TOPICS = Statement(lambda: Topic.objects.filter(is_active=True).select_related("parent"))
