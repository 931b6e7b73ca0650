"""Joining people who are one, parting those who are not, and saying so."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.parting import part
from lifelong.conversations.models import Conversation
from lifelong.conversations.search import people
from lifelong.customers.actions.joining import share, tell_apart
from lifelong.customers.models import Customer, Joining
from lifelong.customers.suggestions import suggestions
from lifelong.lib.errors import NotAllowed, NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.hints import done
from lifelong.web.console.search import asked_in, regions_of
from lifelong.web.console.suggested import here_is, name_of

MOST_FOUND = 8


class InAnotherInbox(NotAllowed):
    code = "in-another-inbox"


@door("POST", needs=Verb.JOIN_CUSTOMERS)
def joinings(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """`other`: the customer who is this person too."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    other = _other(request)
    _stop_if_elsewhere(request, other)
    one, two = _who_meet(conversation, other)
    join(one, two, by=request.agent)
    return done(conversation_id)


@door("DELETE", needs=Verb.JOIN_CUSTOMERS)
def joining(request: ConsoleRequest, joining_id: UUID) -> HttpResponse:
    """They are two people after all."""
    found = Joining.objects.filter(pk=joining_id).first()
    if found is None:
        raise NotFound(_("There is no such joining for you."))
    conversation, whole = queries.conversation_with(found.one_id, visible_to=request.caller)
    if not whole:
        raise NotFound(_("There is no such joining for you."))
    part(found, by=request.agent)
    return done(conversation.id)


@door("POST", needs=Verb.JOIN_CUSTOMERS)
def apart(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """`other` is not this person: suggested no more."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    other, person = _other(request), here_is(conversation)
    people = {one.id: one for one in person.customers}
    pairs = {(conversation.customer_id, other.id)}
    for one in suggestions(person):
        if one.customer.id == other.person_id:
            pairs |= one.pairs
    theirs = Customer.objects.in_bulk([there for _here, there in pairs])
    for here, there in sorted(pairs):
        tell_apart(people[here], theirs[there], by=request.agent)
    return done(conversation.id)


@door("GET", needs=Verb.JOIN_CUSTOMERS)
def others(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """`?q=`: people by name or handle, to join with this one."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    words = asked_in(request)
    found = _named(words, request, conversation) if len(words) > 1 else []
    seen = queries.conversations(visible_to=request.caller).filter(customer__in=found)
    visible = set(seen.values_list("customer_id", flat=True))
    return render(
        request,
        "console/others.html",
        {
            "conversation": conversation,
            "asked": words,
            "found": [
                {
                    "customer_id": one.id,
                    "name": name_of(one, list(one.handles.all())),
                    "handles": [handle.words for handle in one.handles.all()],
                    "may_join": one.id in visible,
                }
                for one in found
            ],
        },
    )


@door("POST", "DELETE", needs=Verb.JOIN_CUSTOMERS)
def sharing(request: ConsoleRequest, conversation_id: UUID, handle_id: UUID) -> HttpResponse:
    """POST: several people use this handle, so it joins nobody. DELETE: it is theirs alone."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    held = [one for one in here_is(conversation).handles if one.id == handle_id]
    if not held:
        raise NotFound(_("They do not have this handle."))
    share(held[0], shared=request.method == "POST")
    return done(conversation.id)


def _other(request: ConsoleRequest) -> Customer:
    found = Customer.objects.filter(pk=uuid_in(request.POST.get("other", ""))).first()
    if found is None:
        raise NotFound(_("There is no such customer for you."))
    return found


def _stop_if_elsewhere(request: ConsoleRequest, other: Customer) -> None:
    """Whose words one may not read one may not bring before oneself by joining."""
    begun = Conversation.objects.filter(customer_id=other.person_id).select_related("inbox").first()
    if begun is None:
        return
    if not queries.conversations(visible_to=request.caller).filter(pk=begun.pk).exists():
        raise InAnotherInbox(
            _("They are in the inbox %(inbox)s. Somebody there can join them.")
            % {"inbox": begun.inbox.name}
        )


def _who_meet(conversation: Conversation, other: Customer) -> tuple[Customer, Customer]:
    """The two customers whom the evidence is about, so that parting them parts these two."""
    person = here_is(conversation)
    people = {one.id: one for one in person.customers}
    for one in suggestions(person):
        if one.customer.id == other.person_id:
            here, there = min(one.pairs)
            return people[here], Customer.objects.get(pk=there)
    return conversation.customer, other


def _named(words: str, request: ConsoleRequest, but: Conversation) -> list[Customer]:
    found = people(
        words, regions=regions_of(request), visible_to=request.caller, most=MOST_FOUND + 1
    )
    return [one for one in found if one.id != but.customer_id][:MOST_FOUND]
