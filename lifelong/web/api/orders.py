from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Schema

from lifelong.accounts.policy import Verb
from lifelong.commerce import queries
from lifelong.commerce.models import Cause, Family, Financial, Fulfilment, Order, ShipmentState
from lifelong.web.api.doors import Knock, needs
from lifelong.web.api.paging import Order as Descending
from lifelong.web.api.paging import Page, Paging
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import Moment

router = Router(tags=["orders"])

BY_DAY = Descending({"placed_at": datetime, "id": UUID})


class ItemOut(Schema):
    """`price` is of one, `discount` off the whole line; both in minor units."""

    id: UUID
    ref: str
    product_ref: str
    variant_ref: str
    title: str
    variant: str
    sku: str
    quantity: int
    price: int
    discount: int


class RecipientOut(Schema):
    """Who is not the buyer hears of items and delivery only."""

    name: str
    phone: str
    address: list[str]
    is_buyer: bool


class ShipmentOut(Schema):
    """`items`: quantities by the refs of the order's items."""

    id: UUID
    ref: str
    carrier: str
    tracking_number: str
    tracking_url: str
    items: dict[str, int]
    state: ShipmentState
    shipped_at: Moment | None
    expected_on: date | None
    delivered_at: Moment | None


class IncidentOut(Schema):
    """Trouble with a parcel. `expected_on`: the new day, where one is known; `resolved_at`: null
    while it stands."""

    id: UUID
    shipment_id: UUID
    family: Family
    cause: Cause
    began_at: Moment
    expected_on: date | None
    resolved_at: Moment | None


class RefundLineOut(Schema):
    item_ref: str
    quantity: int
    amount: int


class RefundOut(Schema):
    id: UUID
    ref: str
    amount: int
    currency: str
    refunded_at: Moment
    lines: list[RefundLineOut]


class OrderOut(Schema):
    """Amounts are whole numbers of the currency's smallest part: cents, yen.

    `ref` is the store's own id. `customer_id` is null while the checkout's handles are several
    people's.
    """

    id: UUID
    connection_id: UUID
    ref: str
    number: str
    customer_id: UUID | None
    currency: str
    total: int
    shipping: int
    tax: int
    discount: int
    financial: Financial
    fulfilment: Fulfilment
    placed_at: Moment
    updated_at: Moment
    cancelled_at: Moment | None
    is_test: bool
    #: the concession that it carries out: sent again for nothing, no purchase
    reship_for: UUID | None
    items: list[ItemOut]
    recipients: list[RecipientOut]
    shipments: list[ShipmentOut]
    incidents: list[IncidentOut]
    refunds: list[RefundOut]


class Wanted(Paging):
    customer: UUID | None = None


@router.get("", response={200: Page[OrderOut], **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def orders(request: Knock, wanted: Annotated[Wanted, Query()]) -> object:
    """Orders, the newest first; with `customer`, those of that person and of whom they joined."""
    rows = queries.orders(visible_to=request.auth)
    if wanted.customer is not None:
        rows = queries.bought_by(wanted.customer, visible_to=request.auth)
    found, following = BY_DAY.apply(rows, wanted)
    return {"items": found, "next": following}


@router.get("/{order_id}", response={200: OrderOut, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def order(request: Knock, order_id: UUID) -> Order:
    return queries.order(order_id, visible_to=request.auth)
