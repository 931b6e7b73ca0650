"""What somebody bought: in the right column, and one order by itself."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.commerce import queries
from lifelong.commerce.actions.attributing import attach
from lifelong.commerce.models import Order
from lifelong.concessions import queries as given
from lifelong.conversations.queries import conversation, conversations
from lifelong.customers.suggestions import Person
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.giving.given_rows import GivenRow, given_rows
from lifelong.web.console.order_rows import order_row, proved_values
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


def orders_context(request: ConsoleRequest, person: Person) -> dict[str, Any]:
    """Variables of orders.html and reviews.html: what this person bought and what they think of
    it, and what was bought for them."""
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
        "given": by_order,
        "may_give": caller.may(Verb.GIVE),
        "orders": [order_row(one, proved=proved) for one in own],
        "more_orders": len(found) > SHOWN,
        "totals": queries.totals(customer_ids) if own else None,
        "gifts": [order_row(one) for one in gifts],
        "reviews": queries.reviews_by(customer_ids, visible_to=caller, most=REVIEWS_SHOWN),
        "unsure": [order_row(one) for one in found if one.customer_id is None],
    }
