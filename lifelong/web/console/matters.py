"""Contacts and their conversation: owner, closing, setting aside, promises, presence."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions import closing, owning, promising, setting_aside, viewing
from lifelong.conversations.models import Contact, Promise, Resolution, SetAsideOn, Topic
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.people import others_here, shown_person
from lifelong.web.console.saying import Unclear, _json

Choice = TypeVar("Choice", Resolution, SetAsideOn)


@door("POST", "DELETE", needs=Verb.ANSWER)
def ownership(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """POST: it is mine. DELETE: back to the queue."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if request.method == "POST":
        owning.take(conversation, by=request.agent)
    else:
        owning.release(conversation, by=request.agent)
    return shown_person(request, conversation.id)


@door("POST", "DELETE", needs=Verb.ANSWER)
def closure(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    """POST: closed with topic, resolution and, where somebody is still owed, a reason."""
    contact = queries.contact(contact_id, visible_to=request.caller)
    if request.method == "DELETE":
        closing.reopen_contact(contact, by=request.agent)
        return shown_person(request, contact.conversation_id)
    closing.close(
        contact,
        topic=_topic(request.POST.get("topic", "")),
        by=request.agent,
        resolution=_choice(Resolution, request.POST.get("resolution", Resolution.SOLVED.value)),
        reason=request.POST.get("reason", ""),
    )
    return shown_person(request, contact.conversation_id)


def _topic(topic_id: str) -> Topic | None:
    try:
        return Topic.objects.filter(pk=UUID(topic_id), is_active=True).first()
    except ValueError:
        return None


@door("POST", needs=Verb.ANSWER)
def set_aside(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    contact = queries.contact(contact_id, visible_to=request.caller)
    setting_aside.set_aside(
        contact,
        until=_moment(request.POST.get("until", "")),
        on=_choice(SetAsideOn, request.POST.get("on", SetAsideOn.CUSTOMER.value)),
        by=request.agent,
    )
    return shown_person(request, contact.conversation_id)


@door("POST", needs=Verb.ANSWER)
def promises(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    contact = queries.contact(contact_id, visible_to=request.caller)
    promising.promise(
        contact,
        text=request.POST.get("text", ""),
        due_at=_moment(request.POST.get("due_at", "")),
        by=request.agent,
    )
    return shown_person(request, contact.conversation_id)


@door("POST", needs=Verb.ANSWER)
def promise_settlement(request: ConsoleRequest, promise_id: UUID) -> HttpResponse:
    promise = Promise.objects.filter(pk=promise_id).select_related("contact").first()
    if promise is None:
        raise NotFound("There is no such promise for you.")
    contact: Contact = queries.contact(promise.contact_id, visible_to=request.caller)
    promising.settle_promise(promise, kept=request.POST.get("kept") != "no", by=request.agent)
    return shown_person(request, contact.conversation_id)


def _position(said: object, *, at_most: int) -> int:
    return min(said, at_most) if isinstance(said, int) and said > 0 else 0


def _moment(text: str) -> datetime:
    """A moment as a date-time field gives it: in the agent's zone unless it names one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unclear("Choose a day and a time.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=get_current_timezone())


def _choice(kind: type[Choice], value: str) -> Choice:
    try:
        return kind(value)
    except ValueError as error:
        raise Unclear("That is not one of the choices.") from error


@door("GET", "PUT", "DELETE", needs=Verb.READ_TEXT)
def presence(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """GET: who else is here. PUT {typing, position}: I am. DELETE: I have left."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if request.method == "GET":
        context = {"others": others_here(conversation, request.agent.id)}
        return render(request, "console/presence.html", context)
    if request.method == "DELETE":
        viewing.leave(conversation, by=request.agent)
    else:
        said = _json(request)
        viewing.view(
            conversation,
            by=request.agent,
            typing=bool(said.get("typing")),
            position=_position(said.get("position"), at_most=conversation.position),
        )
    return HttpResponse(status=204)
