"""What a store's connector hands over: one piece of news. Values, the same for every vendor."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lifelong.channels.models import Channel, Connection
from lifelong.commerce.models import Cause, Financial, Fulfilment, ShipmentState
from lifelong.lib.money import Money


@dataclass(frozen=True, kw_only=True)
class OffersSaid:
    """What somebody told the store about offers on one channel, and when; None: at some time."""

    channel: Channel
    given: bool
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BuyerNews:
    """Who somebody is in the store's records. Nothing of it is proved."""

    ref: str  # the store's id of them; "" for a guest
    name: str = ""
    email: str = ""  # normalised as in a handle, "" where there is none
    phone: str = ""
    offers: tuple[OffersSaid, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecipientNews:
    name: str
    phone: str
    address: tuple[str, ...]
    is_buyer: bool


@dataclass(frozen=True, kw_only=True)
class ItemNews:
    ref: str
    product_ref: str
    variant_ref: str
    title: str
    variant: str
    sku: str
    quantity: int
    price: int  # minor units of the order's currency
    discount: int


@dataclass(frozen=True, kw_only=True)
class Reported:
    """Where a parcel was at one moment, what is wrong, when it is to arrive; any of these."""

    ref: str
    at: datetime
    state: ShipmentState | None
    expected_on: date | None
    cause: Cause | None = None
    #: the vendor's own code for it
    sub_status: str = ""
    place: str = ""
    #: as the carrier says it
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportNews(Reported):
    """The same of a parcel that its store names."""

    shipment_ref: str
    order_ref: str


@dataclass(frozen=True, kw_only=True)
class TrackingNews:
    """The same of a parcel of which the number is all that is known; as far as they go back."""

    #: as `tracking.number_of` and `tracking.carrier_of` write them
    number: str
    carrier: str
    reports: tuple[Reported, ...]


@dataclass(frozen=True, kw_only=True)
class ShipmentNews:
    ref: str
    order_ref: str
    updated_at: datetime | None
    carrier: str
    tracking_number: str
    tracking_url: str
    items: dict[str, int]
    reports: tuple[ReportNews, ...]


@dataclass(frozen=True, kw_only=True)
class RefundLineNews:
    item_ref: str
    quantity: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class RefundNews:
    ref: str
    order_ref: str
    refunded_at: datetime
    money: Money
    note: str
    lines: tuple[RefundLineNews, ...]


@dataclass(frozen=True, kw_only=True)
class OrderNews:
    ref: str
    updated_at: datetime | None
    number: str
    buyer: BuyerNews
    recipients: tuple[RecipientNews, ...]
    items: tuple[ItemNews, ...]
    shipments: tuple[ShipmentNews, ...]
    refunds: tuple[RefundNews, ...]
    total: Money
    shipping: int
    tax: int
    discount: int
    financial: Financial
    fulfilment: Fulfilment
    placed_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str
    note: str
    is_test: bool
    #: where it goes, two letters; "" where it is not known
    country: str = ""
    #: our own mark on an order that carries out a concession
    reship_for: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class VariantNews:
    ref: str
    title: str
    sku: str
    price: Money
    stock: int | None


@dataclass(frozen=True, kw_only=True)
class ProductNews:
    ref: str
    updated_at: datetime | None
    title: str
    vendor: str
    kind: str
    status: str
    image_url: str
    variants: tuple[VariantNews, ...]


@dataclass(frozen=True, kw_only=True)
class ProductGone:
    ref: str


@dataclass(frozen=True, kw_only=True)
class OrderGone:
    ref: str


@dataclass(frozen=True, kw_only=True)
class NoNews:
    """A vendor's trial, or something that changes nothing here."""

    why: str  # a sentence for whoever looks at the delivery


News = (
    OrderNews
    | ShipmentNews
    | ReportNews
    | TrackingNews
    | RefundNews
    | BuyerNews
    | ProductNews
    | ProductGone
    | OrderGone
    | NoNews
)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One delivery of a store, read."""

    delivery_id: UUID
    connection: Connection
    #: hex SHA-256, the same for every copy
    identity: str
    #: when the store said it, as exactly as is known
    told_at: datetime
    news: News
