"""Reply texts for the composer: found as one types, filled with what this customer has."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Channel
from lifelong.conversations import queries as conversation_queries
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.people import homes_of
from lifelong.customers.models import Customer
from lifelong.knowledge import queries
from lifelong.knowledge.choosing import match
from lifelong.knowledge.queries import Fitting
from lifelong.knowledge.values import About, order_meant, values_of
from lifelong.knowledge.variables import Values
from lifelong.triage.queries import language_of, standing_of
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in

#: so many stand in the list
SHOWN = 12


@dataclass(frozen=True)
class AnswerRow:
    text_id: UUID
    name: str
    shortcut: str
    language: str
    body: str
    #: what stays open, as people call it
    missing: list[str]


@door("GET", needs=Verb.ANSWER)
def answers(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """`?q=`: what was typed, `contact`: the matter that is answered, `channel`: by which way."""
    conversation = conversation_queries.conversation(conversation_id, visible_to=request.caller)
    contact = _contact(conversation, request.GET.get("contact", ""))
    found = _found(conversation, contact, request.GET)
    about = _about(request, conversation, contact)
    values = values_of(about)
    rows = [_row(one, values) for one in found[:SHOWN]]
    return render(request, "console/answers.html", {"answers": rows, "order": about.order})


def _contact(conversation: Conversation, chosen: str) -> Contact | None:
    rows = conversation_queries.contacts_with(conversation)
    found = rows.select_related("topic__parent__parent", "endpoint__brand")
    return found.filter(pk=uuid_in(chosen)).first() if chosen else found.first()


def _found(conversation: Conversation, contact: Contact | None, asked: QueryDict) -> list[Fitting]:
    """Those that what was typed finds, the best first."""
    topic = (contact.topic or standing_of(contact.id).topic) if contact else None
    channel = asked.get("channel") or (contact.channel if contact else "")
    fits = queries.fitting(
        topic=topic,
        channel=channel if channel in Channel else Channel.EMAIL,
        language=_language(conversation, contact),
        brand=_brand(conversation, contact),
    )
    matches = [
        (rank, at, one)
        for at, one in enumerate(fits)
        if (rank := _rank(one, asked.get("q", ""))) is not None
    ]
    return [one for _rank, _at, one in sorted(matches, key=lambda found: found[:2])]


def _rank(one: Fitting, typed: str) -> int | None:
    said = one.answer
    return match(typed, shortcut=said.shortcut, name=said.name, body=one.text.body)


def _language(conversation: Conversation, contact: Contact | None) -> str:
    """What they speak to us in this matter, else what is known of them."""
    read = language_of(contact.id) if contact else ""
    return read or conversation.customer.language


def _brand(conversation: Conversation, contact: Contact | None) -> Brand:
    at = contact.endpoint if contact else None
    return at.brand if at else Brand.objects.get(inboxes=conversation.inbox_id)


def _about(request: ConsoleRequest, conversation: Conversation, contact: Contact | None) -> About:
    ids = list(homes_of(conversation))
    people = sorted(Customer.objects.filter(pk__in=ids), key=lambda one: ids.index(one.id))
    named = next((one for one in people if one.name), conversation.customer)
    brand = _brand(conversation, contact)
    return About(
        brand=brand,
        customer=named,
        order=order_meant(contact, ids, brand),
        hero=request.agent,
    )


def _row(one: Fitting, values: Values) -> AnswerRow:
    filled = queries.filled(one.text, values)
    return AnswerRow(
        text_id=filled.text_id,
        name=one.answer.name,
        shortcut=one.answer.shortcut,
        language=filled.language,
        body=filled.body,
        missing=[variable.words for variable in filled.missing],
    )
