"""What was found, as rows: who and what it is, and where it leads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from lifelong.commerce.models import Order, Shipment
from lifelong.commerce.tracking import carrier_words
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation, Entry, EntryKind
from lifelong.customers.models import Customer, HandleKind
from lifelong.customers.phones import shown
from lifelong.lib.words import excerpt
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.suggested import name_of
from lifelong.web.look.words import money

#: letters of an excerpt
_LENGTH = 150
#: so many handles say who it is
_HANDLES = 3


@dataclass(frozen=True)
class Found:
    #: "" where there is nothing for this agent to open
    path: str
    title: str
    under: str = ""
    at: datetime | None = None
    channel: str = ""
    #: of words: the text around them, and whether a piece is one of them
    pieces: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    name: str
    words: str
    rows: list[Found]


@dataclass(frozen=True)
class Reach:
    """Which people an agent can open: by customer, their conversation; and who ever wrote."""

    whole: dict[UUID, UUID]
    begun: set[UUID]

    @classmethod
    def of(cls, people: Collection[Customer], request: ConsoleRequest) -> "Reach":
        ids = [one.id for one in people]
        seen = queries.conversations(visible_to=request.caller).filter(customer__in=ids)
        begun = Conversation.objects.filter(customer__in=ids)
        return cls(
            dict(seen.values_list("customer_id", "id")),
            set(begun.values_list("customer_id", flat=True)),
        )

    def path(self, customer: Customer) -> str:
        conversation_id = self.whole.get(customer.id)
        return f"/people/{conversation_id}" if conversation_id else ""

    def why_not(self, customer: Customer) -> str:
        if customer.id in self.whole:
            return ""
        return _("in another inbox") if customer.id in self.begun else _("never wrote to us")


def person_rows(people: Sequence[Customer], request: ConsoleRequest) -> list[Found]:
    reach = Reach.of(people, request)
    return [_person(one, reach) for one in people]


def _person(customer: Customer, reach: Reach) -> Found:
    held = [*customer.handles.all()]
    held += [handle for one in customer.joined.all() for handle in one.handles.all()]
    name = name_of(customer, held)
    handles = [
        shown(one.value) if one.kind == HandleKind.PHONE else one.words
        for one in held
        if one.kind in (HandleKind.EMAIL, HandleKind.PHONE) and one.value != name
    ]
    said = [*handles[:_HANDLES], reach.why_not(customer)]
    return Found(reach.path(customer), name, " · ".join(filter(None, said)))


def order_found(order: Order) -> Found:
    said = [_buyer(order), money(order.money(order.total)) if order.currency else ""]
    return Found(f"/orders/{order.id}", str(order), " · ".join(filter(None, said)), order.placed_at)


def parcel_found(parcel: Shipment) -> Found:
    carrier = carrier_words(parcel.carrier_code) if parcel.carrier_code else parcel.carrier
    order = _("order %(number)s") % {"number": parcel.order}
    said = [carrier, str(parcel.get_state_display()), order, _buyer(parcel.order)]
    return Found(
        f"/orders/{parcel.order_id}", parcel.tracking_number, " · ".join(filter(None, said))
    )


def _buyer(order: Order) -> str:
    return order.customer.name if order.customer else ""


def words_found(entries: Sequence[Entry], asked: str) -> list[Found]:
    leads = [(one.conversation.lead or one.conversation) for one in entries]
    prefetch_related_objects([one.customer for one in leads], "handles")
    return [
        Found(
            f"/people/{lead.id}?entry={entry.id}",
            name_of(lead.customer, list(lead.customer.handles.all())),
            entry.agent.name if entry.agent else "",
            entry.placed_at,
            EntryKind.NOTE if entry.kind == EntryKind.NOTE else entry.channel,
            excerpt(entry.text, asked, length=_LENGTH),
        )
        for entry, lead in zip(entries, leads, strict=True)
    ]
