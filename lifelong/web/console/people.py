"""The main screen: who waits, the conversation with one person, who that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions.viewing import TYPING
from lifelong.conversations.models import Contact, Conversation, Resolution, Topic
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.web.console import timeline
from lifelong.web.console.composer import composer_context
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.frame import frame
from lifelong.web.console.rows import WaitingRow, waiting_row
from lifelong.web.console.who import who_context

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
    """The two columns anew, after something about the person was done.

    Whoever gave the person away may not see them any more: then the desk.
    """
    try:
        context = frame(request, "people") | person_context(request, conversation_id)
    except NotFound:
        return HttpResponse(status=204, headers={"HX-Location": reverse("console:desk")})
    return render(request, "console/person.html", context)


@door("GET", needs=Verb.READ_TEXT)
def waiting(request: ConsoleRequest) -> HttpResponse:
    return render(request, "console/waiting.html", waiting_context(request))


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
        | composer_context(request, conversation, contact or next(iter(known), None))
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
class _Other:
    name: str
    typing: bool


def others_here(conversation: Conversation, agent_id: UUID) -> list[_Other]:
    """Colleagues who look at the conversation now."""
    at = clock.now()
    return [
        _Other(one.agent.name, bool(one.typing_at and at - one.typing_at < TYPING))
        for one in queries.viewers(conversation, but=agent_id)
    ]
