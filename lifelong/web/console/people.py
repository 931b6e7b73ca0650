"""The main screen: who waits, the conversation with one person, who that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Conversation, Resolution, Topic
from lifelong.conversations.standing import Status, status_of
from lifelong.lib import clock
from lifelong.web.console import timeline
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.frame import frame
from lifelong.web.console.rows import WaitingRow, person_name, waiting_row

#: the longest list that one looks through
MOST_WAITING = 100


@dataclass(frozen=True)
class Titled:
    id: UUID
    title: str


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[WaitingRow]


@door("GET", needs=Verb.READ_TEXT)
def desk(request: ConsoleRequest) -> HttpResponse:
    context = frame(request, "people") | waiting_context(request) | {"conversation": None}
    return render(request, "console/desk.html", context)


@door("GET", needs=Verb.READ_TEXT)
def person(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The whole screen, or for a click in the list only the two columns about one person."""
    context = frame(request, "people") | person_context(request, conversation_id)
    if request.headers.get("HX-Request") == "true" and not request.headers.get("HX-History"):
        return render(request, "console/person.html", context)
    return render(request, "console/desk.html", context | waiting_context(request))


def shown_person(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The two columns anew, after something about the person was done."""
    context = frame(request, "people") | person_context(request, conversation_id)
    return render(request, "console/person.html", context)


@door("GET", needs=Verb.READ_TEXT)
def waiting(request: ConsoleRequest) -> HttpResponse:
    return render(request, "console/waiting.html", waiting_context(request))


@door("GET", needs=Verb.SEE_CUSTOMERS)
def who(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    return render(request, "console/who.html", who_context(conversation))


def waiting_context(request: ConsoleRequest) -> dict[str, Any]:
    mine = list(queries.owned(by=request.agent.id)[:MOST_WAITING])
    others = list(queries.waiting(visible_to=request.caller)[:MOST_WAITING])
    last = queries.last_messages([one.id for one in [*mine, *others]])

    def rows(conversations: Iterable[Conversation]) -> list[WaitingRow]:
        return [
            waiting_row(one, last.get(one.id), for_agent=request.agent.id) for one in conversations
        ]

    return {
        "groups": [
            Group(_("With you"), rows(one for one in mine if one.waiting_since)),
            Group(_("Waiting for anybody"), rows(others)),
            Group(_("Set aside or answered"), rows(one for one in mine if not one.waiting_since)),
        ]
    }


def person_context(request: ConsoleRequest, conversation_id: UUID) -> dict[str, Any]:
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    known = list(
        conversation.contacts.select_related("topic", "endpoint").order_by("-opened_at")[:30]
    )
    contact = _to_answer(known)
    topics = [Titled(one.id, str(one)) for one in _topics()]
    return (
        timeline.first_page(request, conversation)
        | who_context(conversation, known)
        | _composer(request, conversation, contact or next(iter(known), None))
        | {
            "contact": contact and _Matter(contact.id, contact.subject or _("Without a subject")),
            "topic": contact and contact.topic and Titled(contact.topic.id, str(contact.topic)),
            "proposed": None,
            "topics": topics,
            "resolutions": [
                _Resolution(one.value, str(one.label))
                for one in Resolution
                if one is not Resolution.COMBINED
            ],
            "others": others_here(conversation, request.agent.id),
        }
    )


@dataclass(frozen=True)
class _Matter:
    id: UUID
    title: str


@dataclass(frozen=True)
class _Resolution:
    value: str
    words: str


def _to_answer(contacts: list[Contact]) -> Contact | None:
    """The open matter that waits longest, else the newest open one."""
    still_open = [one for one in contacts if one.closed_at is None]
    waiting = [one for one in still_open if one.waiting_since]
    if waiting:
        return min(waiting, key=lambda one: one.waiting_since or one.opened_at)
    return next(iter(still_open), None)


def _topics() -> list[Topic]:
    rows = Topic.objects.filter(is_active=True).select_related("parent")
    return sorted(rows, key=str)


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


def _composer(
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


@dataclass(frozen=True)
class _Other:
    name: str
    typing: bool


def others_here(conversation: Conversation, agent_id: UUID) -> list[_Other]:
    """Colleagues who look at the conversation now."""
    from lifelong.conversations.actions.viewing import TYPING

    at = clock.now()
    return [
        _Other(one.agent.name, bool(one.typing_at and at - one.typing_at < TYPING))
        for one in queries.viewers(conversation, but=agent_id)
    ]


@dataclass(frozen=True)
class _Handle:
    kind: str
    value: str
    proved_how: str | None


@dataclass(frozen=True)
class _Person:
    id: UUID
    name: str
    initials: str
    sentence: str
    handles: list[_Handle]


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


def who_context(conversation: Conversation, known: list[Contact] | None = None) -> dict[str, Any]:
    """Variables of who.html."""
    if known is None:
        known = list(conversation.contacts.select_related("topic").order_by("-opened_at")[:30])
    at, owned = clock.now(), conversation.owner_id is not None
    customer = conversation.customer
    handles = [
        _Handle(one.kind, one.value, one.proved_how)
        for one in customer.handles.order_by("claimed_at")
    ]
    return {
        "conversation": conversation,
        "customer": _Person(
            customer.id, person_name(conversation), "", _sentence(conversation, known), handles
        ),
        "contacts": [
            _OpenMatter(one.id, _title(one), status_of(one, owned=owned, now=at), _under(one))
            for one in known
            if one.closed_at is None
        ],
        "promises": [
            _Promise(one.id, one.text, one.due_at, "late" if one.due_at <= at else "")
            for one in queries.open_promises(conversation)
        ],
        "past": [
            _PastMatter(one.id, _title(one), one.closed_at, _ended(one))
            for one in known
            if one.closed_at is not None
        ],
    }


def _title(contact: Contact) -> str:
    if contact.topic is not None:
        return str(contact.topic)
    return contact.subject or _("Without a subject")


def _under(contact: Contact) -> str:
    if contact.set_aside_until and contact.set_aside_on:
        return _("waiting for %(on)s") % {"on": contact.get_set_aside_on_display()}
    return _("waits for us") if contact.waiting_since else _("answered")


def _ended(contact: Contact) -> str:
    return str(contact.get_resolution_display()) if contact.resolution else _("closed")


def _sentence(conversation: Conversation, known: list[Contact]) -> str:
    """Who this is, in one sentence, as far as the conversation tells."""
    if not known:
        return _("Has never needed anything from us.")
    since = min(one.opened_at for one in known)
    if len(known) == 1 and conversation.status != Status.CLOSED:
        return _("Writes to us for the first time.")
    return _("With us since %(month)s; %(count)s matters so far.") % {
        "month": since.strftime("%B %Y"),
        "count": len(known) if len(known) < 30 else "30+",
    }
