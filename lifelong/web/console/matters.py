"""Contacts: closing, taking up again, setting aside, promises; splitting and combining."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions import (
    closing,
    combining,
    promising,
    setting_aside,
    splitting,
)
from lifelong.conversations.models import Promise, Resolution, SetAsideOn, Topic
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import choice, resolution_in, uuid_in
from lifelong.web.console.head import topic_choices
from lifelong.web.console.hints import done
from lifelong.web.console.moments import chosen


@door("POST", "DELETE", needs=Verb.ANSWER)
def closure(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    """POST: closed with topic, resolution and, where somebody is still owed, a reason."""
    contact = queries.contact(contact_id, visible_to=request.caller)
    if request.method == "DELETE":
        closing.reopen_contact(contact, by=request.agent)
    else:
        closing.close(
            contact,
            topic=_topic(request.POST.get("topic", "")),
            by=request.agent,
            resolution=resolution_in(request.POST.get("resolution", Resolution.SOLVED.value)),
            reason=request.POST.get("reason", ""),
        )
    return done(contact.conversation_id)


def _topic(topic_id: str) -> Topic | None:
    return Topic.objects.filter(pk=uuid_in(topic_id), is_active=True).first()


@door("POST", needs=Verb.ANSWER)
def set_aside(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    contact = queries.contact(contact_id, visible_to=request.caller)
    setting_aside.set_aside(
        contact,
        until=chosen(request.POST.get("until", ""), request.POST.get("own", "")),
        on=choice(SetAsideOn, request.POST.get("on", SetAsideOn.CUSTOMER.value)),
        by=request.agent,
    )
    return done(contact.conversation_id)


@door("POST", needs=Verb.ANSWER)
def promises(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    contact = queries.contact(contact_id, visible_to=request.caller)
    promising.promise(
        contact,
        text=request.POST.get("text", ""),
        due_at=chosen(request.POST.get("due_at", "")),
        by=request.agent,
    )
    return done(contact.conversation_id)


@door("POST", needs=Verb.ANSWER)
def promise_settlement(request: ConsoleRequest, promise_id: UUID) -> HttpResponse:
    promise = Promise.objects.filter(pk=promise_id).first()
    if promise is None:
        raise NotFound("There is no such promise for you.")
    contact = queries.contact(promise.contact_id, visible_to=request.caller)
    promising.settle_promise(promise, kept=request.POST.get("kept") != "no", by=request.agent)
    return done(contact.conversation_id)


@door("GET", "POST", needs=Verb.ANSWER)
def matter(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    """GET: what another matter could be about that begins with this message. POST: it does."""
    entry = queries.entry(entry_id, visible_to=request.caller)
    if request.method == "GET":
        context = {"entry_id": entry.id, "topics": topic_choices()}
        return render(request, "console/split.html", context)
    splitting.split(entry, topic=_topic(request.POST.get("topic", "")), by=request.agent)
    return done(entry.conversation_id)


@door("POST", "DELETE", needs=Verb.ANSWER)
def combination(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    """POST: it goes on in `into`. DELETE: it did not after all."""
    contact = queries.contact(contact_id, visible_to=request.caller)
    if request.method == "DELETE":
        combining.uncombine(contact, by=request.agent)
    else:
        into = queries.contact(uuid_in(request.POST.get("into", "")), visible_to=request.caller)
        topic = _topic(request.POST.get("topic", ""))
        combining.combine(contact, into=into, topic=topic, by=request.agent)
    return done(contact.conversation_id)
