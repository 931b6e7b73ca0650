"""Contacts: closing, taking up again, setting aside, promises."""

from uuid import UUID

from django.http import HttpResponse

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions import closing, promising, setting_aside
from lifelong.conversations.models import Promise, Resolution, SetAsideOn, Topic
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import choice, uuid_in
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
            resolution=choice(Resolution, request.POST.get("resolution", Resolution.SOLVED.value)),
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
