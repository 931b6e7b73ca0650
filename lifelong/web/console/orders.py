"""What somebody bought: in the right column, and one order by itself."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Channel
from lifelong.commerce import queries
from lifelong.commerce.actions.attributing import attach
from lifelong.commerce.models import Order
from lifelong.commerce.search import orders_with_number
from lifelong.concessions import queries as given
from lifelong.connectors.chat.endpoints import Asked, settings_of
from lifelong.conversations.models import Contact
from lifelong.conversations.queries import conversation, conversations
from lifelong.conversations.statements import number_named_in
from lifelong.customers.suggestions import Person
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.giving.given_rows import GivenRow, given_rows
from lifelong.web.console.order_rows import OrderRow, order_row, proved_values
from lifelong.web.console.pages import page

#: so many stand beside the conversation
SHOWN = 20
REVIEWS_SHOWN = 5


@door("GET", needs=Verb.READ_TEXT)
def order(request: ConsoleRequest, order_id: UUID) -> HttpResponse:
    """One order with its items, parcels and refunds."""
    return _page(request, queries.order(order_id, visible_to=request.caller))


@door("POST", needs=Verb.READ_TEXT, changing=Verb.ANSWER)
def buyer(request: ConsoleRequest, order_id: UUID) -> HttpResponse:
    """Say whose an order of nobody is, by their `conversation`, which one sees whole."""
    found = queries.order(order_id, visible_to=request.caller)
    theirs = conversation(uuid_in(request.POST.get("conversation", "")), visible_to=request.caller)
    attach(found, customer=theirs.customer)
    return HttpResponse(status=204)


def _page(request: ConsoleRequest, found: Order) -> HttpResponse:
    theirs = found.customer and (
        conversations(visible_to=request.caller)
        .filter(customer_id=found.customer.person_id)
        .first()
    )
    proved = proved_values(found.customer.handles.all()) if found.customer else set[str]()
    return page(
        request,
        "people/order",
        "order",
        title=_("Order %(number)s") % {"number": found},
        order=order_row(found, proved=proved),
        buyer=found.customer,
        given=given_rows(given.concessions(visible_to=request.caller).filter(order=found)),
        conversation_id=theirs.id if theirs else None,
    )


@dataclass(frozen=True)
class AtIssue:
    """The order that a customer named before the chat."""

    order: OrderRow
    #: of its buyer; "" while nobody knows who that is
    buyer: str
    is_theirs: bool


def orders_context(
    request: ConsoleRequest, person: Person, matter: Contact | None
) -> dict[str, Any]:
    """Variables of orders.html and reviews.html: what this person bought and what they think of
    it, what was bought for them, and what they named in `matter`."""
    caller, handles = request.caller, person.handles
    customer_ids = [one.id for one in person.customers]
    found = queries.bought_or_claimed(customer_ids, handles, visible_to=caller, most=SHOWN + 1)
    own = [one for one in found if one.customer_id is not None]
    gifts = queries.sent_to(handles, but=customer_ids, visible_to=caller, most=SHOWN)
    proved = proved_values(handles)
    rows = given.given_to(customer_ids, visible_to=caller, most=2 * SHOWN)
    by_order: dict[UUID | None, list[GivenRow]] = {}
    for row in given_rows(rows):
        by_order.setdefault(row.order_id, []).append(row)
    return {
        "at_issue": _at_issue(request, customer_ids, matter) if matter else [],
        "given": by_order,
        "may_give": caller.may(Verb.GIVE),
        "orders": [order_row(one, proved=proved) for one in own],
        "more_orders": len(found) > SHOWN,
        "totals": queries.totals(customer_ids) if own else None,
        "gifts": [order_row(one) for one in gifts],
        "reviews": queries.reviews_by(customer_ids, visible_to=caller, most=REVIEWS_SHOWN),
        "unsure": [order_row(one) for one in found if one.customer_id is None],
    }


def _at_issue(
    request: ConsoleRequest, customer_ids: Collection[UUID], matter: Contact
) -> list[AtIssue]:
    """Theirs, or one of which nothing proves whose it is. What was proved to be somebody else's
    is none of their business, whatever they type."""
    here = matter.endpoint
    if here is None or here.channel != Channel.CHAT or settings_of(here).form.order is Asked.NO:
        return []
    number = number_named_in(matter)
    rows = orders_with_number(number, brand_id=here.brand_id, visible_to=request.caller)
    found = []
    for one in rows.prefetch_related("customer__handles")[:SHOWN]:
        held = one.customer.handles.all() if one.customer else ()
        row = order_row(one, proved=proved_values(held))
        is_theirs = one.customer_id in customer_ids
        if is_theirs or row.claimed:
            found.append(AtIssue(row, str(one.customer or ""), is_theirs))
    return [one for one in found if one.is_theirs] or found
