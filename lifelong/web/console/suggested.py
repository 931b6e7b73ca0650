"""Who may be the same person, in words; whom this person was joined from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Connection
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation
from lifelong.customers.models import Customer, Handle, HandleClaim, HandleKind, Joining
from lifelong.customers.suggestions import (
    Evidence,
    Person,
    Said,
    Suggestion,
    person_of,
    suggestions,
)
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.forms import uuid_in
from lifelong.web.look.words import ago


@dataclass(frozen=True)
class HandleRow:
    id: UUID | None
    kind: str
    value: str
    proved_how: str | None
    #: of a claim: where they said it
    claimed: str
    shared: bool


@dataclass(frozen=True)
class Suggested:
    customer_id: UUID
    name: str
    sentences: list[str]
    #: where to look at them; "" where that is not for this agent
    path: str
    may_join: bool


@dataclass(frozen=True)
class Joined:
    id: UUID
    name: str
    handles: list[str]
    at: datetime
    by: str


def here_is(conversation: Conversation) -> Person:
    """Who this conversation, which leads, is with."""
    return person_of(conversation.customer, is_joined=bool(conversation.joined_revision))


def called(person: Person) -> str:
    return person.name or name_of(person.customers[0], person.handles)


def name_of(customer: Customer, handles: Collection[Handle]) -> str:
    if customer.name:
        return customer.name
    shops = _shops(handles)
    own = sorted(handles, key=lambda one: one.customer_id != customer.id)
    return next((shops.get(one.value, one.words) for one in own), _("Somebody"))


def handle_rows(person: Person) -> list[HandleRow]:
    """What they hold, and what they only say is theirs."""
    shops = _shops([*person.handles, *person.claims])
    held = [
        HandleRow(one.id, one.kind, shops.get(one.value, one.words), _proof(one), "", one.shared)
        for one in person.handles
    ]
    known = {(one.kind, one.value) for one in person.handles}
    said = {(one.kind, one.value): one for one in person.claims}
    return held + [
        HandleRow(None, one.kind, shops.get(one.value, one.value), None, where(one.how), False)
        for key, one in said.items()
        if key not in known
    ]


def _proof(handle: Handle) -> str | None:
    """What showed that it is theirs: "by signed mail, Nov 12"."""
    if handle.proved_how is None or handle.proved_at is None:
        return None
    said = {"how": proof_words(handle.proved_how), "when": ago(handle.proved_at)}
    return _("%(how)s, %(when)s") % said


def proof_words(how: str) -> str:
    """To follow "proved"."""
    return {
        "dmarc": _("by a mail that its domain signed"),
        "text": _("by a text from it"),
        "sms": _("by a text from it"),
        "whatsapp": _("by a message from it"),
        "social": _("by a message from it"),
        "visitor": _("by their browser"),
        "code": _("by a code that we sent there"),
        "identity": _("by signing in at the shop"),
        "signed": _("by signing in at the shop"),
        "store": _("by signing in at the shop"),
    }.get(how, where(how))


def _shops(given: Collection[Handle | HandleClaim | Evidence]) -> dict[str, str]:
    """A store's customer as "Lantern & Co 1153": the shop's name, and the number there."""
    stores = [one.value for one in given if one.kind == HandleKind.STORE]
    if not stores:
        return {}
    ids = {value: uuid_in(value.partition(":")[0]) for value in stores}
    shops = {one.id: one.name for one in Connection.objects.filter(pk__in=ids.values())}
    return {
        value: f"{shops[shop]} {value.partition(':')[2]}"
        for value, shop in ids.items()
        if shop in shops
    }


def kin_context(
    request: ConsoleRequest, conversation: Conversation, person: Person
) -> dict[str, Any]:
    """Variables of kin.html."""
    return {
        "may_join": request.caller.may(Verb.JOIN_CUSTOMERS),
        "suggested": _suggested(request, suggestions(person)),
        "joined": _joined(conversation, person),
    }


def _suggested(request: ConsoleRequest, found: Sequence[Suggestion]) -> list[Suggested]:
    if not found:
        return []
    ids = [one.customer.id for one in found]
    seen = queries.conversations(visible_to=request.caller).filter(customer__in=ids)
    visible = dict(seen.values_list("customer_id", "id"))
    shops = _shops([each for one in found for each in one.evidence])
    begun = set(Conversation.objects.filter(customer__in=ids).values_list("customer_id", flat=True))
    return [
        Suggested(
            one.customer.id,
            name_of(one.customer, list(one.customer.handles.all())),
            [sentence(each, shops) for each in one.evidence],
            f"/people/{visible[one.customer.id]}" if one.customer.id in visible else "",
            one.customer.id in visible or one.customer.id not in begun,
        )
        for one in found
    ]


def _joined(conversation: Conversation, person: Person) -> list[Joined]:
    if len(person.customers) == 1:
        return []
    among = Joining.objects.filter(one__in=person.customers, parted_at=None)
    rows = among.select_related("one", "other", "by").order_by("at")
    shops = _shops(person.handles)
    return [_joined_by(one, conversation.customer_id, person, shops) for one in rows]


def _joined_by(joining: Joining, lead_id: UUID, person: Person, shops: Mapping[str, str]) -> Joined:
    came = joining.one if joining.other_id == lead_id else joining.other
    own = [one for one in person.handles if one.customer_id == came.id]
    handles = [shops.get(one.value, one.words) for one in own]
    return Joined(
        joining.id,
        came.name or next(iter(handles), _("Somebody")),
        handles if came.name else handles[1:],
        joining.at,
        joining.by.name if joining.by else "",
    )


def sentence(evidence: Evidence, shops: Mapping[str, str]) -> str:
    """ "Both gave ana@example.com: one by mail, proved; one in the chat form, not proved." """
    if evidence.kind == "name":
        return _("Both are called %(name)s.") % {"name": evidence.value}
    here, there = _said(evidence.here), _said(evidence.there)
    value = shops.get(evidence.value, evidence.value)
    said = {"value": value, "here": here, "there": there}
    return _("Both gave %(value)s: one %(here)s; one %(there)s.") % said


def _said(said: Said) -> str:
    words = {"where": where(said.how)}
    if said.proof:
        return _("%(where)s, proved") % words
    return _("%(where)s, not proved") % words


def where(how: str) -> str:
    """Where somebody gave a handle, to follow "from" or "gave it"."""
    return {
        "email": _("by mail"),
        "phone": _("by text"),
        "sms": _("by text"),
        "text": _("by text"),
        "chat": _("in the chat"),
        "visitor": _("in the chat"),
        "form": _("in the chat form"),
        "contact-form": _("in the contact form"),
        "reply-to": _("as the address to answer to"),
        "forward": _("in a forwarded mail"),
        "marketplace": _("by a marketplace"),
        "checkout": _("in the checkout"),
        "store": _("in the shop"),
        "import": _("in an import"),
        "signature": _("in a signature"),
        "identity": _("signed in at the shop"),
        "code": _("by a code"),
    }.get(how, how)
