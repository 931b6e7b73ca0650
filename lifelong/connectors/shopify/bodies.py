"""Bodies of Shopify's webhooks, as far as they are of use here. What else is in them is let be."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from lifelong.connectors.shopify.values import (
    Amount,
    Count,
    Currency,
    Moment,
    OptionalRef,
    Ref,
    Words,
)

#: null for a list that is empty
_Listed = BeforeValidator(lambda value: [] if value is None else value)


class Money(BaseModel):
    amount: Amount = None
    currency_code: Words = ""


class MoneySet(BaseModel):
    """One amount in the shop's currency and in the buyer's."""

    shop_money: Money | None = None
    presentment_money: Money | None = None


class Address(BaseModel):
    name: Words = ""
    first_name: Words = ""
    last_name: Words = ""
    company: Words = ""
    address1: Words = ""
    address2: Words = ""
    zip: Words = ""
    city: Words = ""
    province: Words = ""
    country: Words = ""
    #: two letters, ISO 3166
    country_code: Words = ""
    phone: Words = ""


class MarketingConsent(BaseModel):
    #: "subscribed", "unsubscribed", "not_subscribed", "pending" ...
    state: Words = ""
    consent_updated_at: Moment = None


class Customer(BaseModel):
    id: Ref
    email_marketing_consent: MarketingConsent | None = None
    sms_marketing_consent: MarketingConsent | None = None
    email: Words = ""
    phone: Words = ""
    first_name: Words = ""
    last_name: Words = ""
    default_address: Address | None = None


class LineItem(BaseModel):
    id: Ref
    product_id: OptionalRef = ""
    variant_id: OptionalRef = ""
    title: Words = ""
    name: Words = ""
    variant_title: Words = ""
    sku: Words = ""
    quantity: Count = 1
    price: Amount = None
    price_set: MoneySet | None = None
    total_discount: Amount = None
    total_discount_set: MoneySet | None = None
    discount_allocations: Annotated[list["DiscountAllocation"], _Listed] = Field(
        default_factory=list
    )


class DiscountAllocation(BaseModel):
    amount: Amount = None
    amount_set: MoneySet | None = None


class ShippedItem(BaseModel):
    id: Ref
    quantity: Count = 1


class Fulfillment(BaseModel):
    id: Ref
    order_id: Ref
    #: "pending", "open", "success", "cancelled", "error", "failure"
    status: Words = ""
    #: what the carrier said last: "in_transit", "delivered" ...
    shipment_status: Words = ""
    created_at: Moment = None
    updated_at: Moment = None
    estimated_delivery_at: Moment = None
    tracking_company: Words = ""
    tracking_number: Words = ""
    tracking_numbers: Annotated[list[Words], _Listed] = Field(default_factory=list)
    tracking_url: Words = ""
    tracking_urls: Annotated[list[Words], _Listed] = Field(default_factory=list)
    line_items: Annotated[list[ShippedItem], _Listed] = Field(default_factory=list)


class FulfillmentEvent(BaseModel):
    id: Ref
    fulfillment_id: Ref
    order_id: Ref
    status: Words = ""
    happened_at: Moment = None
    created_at: Moment = None
    estimated_delivery_at: Moment = None


class Transaction(BaseModel):
    kind: Words = ""
    status: Words = ""
    amount: Amount = None
    currency: Words = ""


class RefundLineItem(BaseModel):
    line_item_id: Ref
    quantity: Count = 1
    subtotal: Amount = None
    subtotal_set: MoneySet | None = None


class Refund(BaseModel):
    id: Ref
    order_id: Ref
    created_at: Moment = None
    processed_at: Moment = None
    note: Words = ""
    transactions: Annotated[list[Transaction], _Listed] = Field(default_factory=list)
    refund_line_items: Annotated[list[RefundLineItem], _Listed] = Field(default_factory=list)


class ShippingLine(BaseModel):
    price: Amount = None
    price_set: MoneySet | None = None


class Order(BaseModel):
    id: Ref
    name: Words = ""
    email: Words = ""
    contact_email: Words = ""
    phone: Words = ""
    currency: Currency
    total_price: Amount = None
    total_price_set: MoneySet | None = None
    total_tax: Amount = None
    total_tax_set: MoneySet | None = None
    total_discounts: Amount = None
    total_discounts_set: MoneySet | None = None
    shipping_lines: Annotated[list[ShippingLine], _Listed] = Field(default_factory=list)
    financial_status: Words = ""
    fulfillment_status: Words = ""
    created_at: Moment = None
    processed_at: Moment = None
    updated_at: Moment = None
    cancelled_at: Moment = None
    cancel_reason: Words = ""
    note: Words = ""
    #: "gift, reship-..."
    tags: Words = ""
    test: bool = False
    customer: Customer | None = None
    billing_address: Address | None = None
    shipping_address: Address | None = None
    line_items: Annotated[list[LineItem], _Listed] = Field(default_factory=list)
    fulfillments: Annotated[list[Fulfillment], _Listed] = Field(default_factory=list)
    refunds: Annotated[list[Refund], _Listed] = Field(default_factory=list)


class Image(BaseModel):
    src: Words = ""


class Variant(BaseModel):
    id: Ref
    title: Words = ""
    sku: Words = ""
    price: Amount = None
    inventory_quantity: Count | None = None


class Product(BaseModel):
    id: Ref
    title: Words = ""
    vendor: Words = ""
    product_type: Words = ""
    status: Words = ""
    updated_at: Moment = None
    image: Image | None = None
    images: Annotated[list[Image], _Listed] = Field(default_factory=list)
    variants: Annotated[list[Variant], _Listed] = Field(default_factory=list)


class Gone(BaseModel):
    """What is left of a thing that was deleted."""

    id: Ref


#: under which name the Admin API wraps what a webhook sends bare
WRAPPERS = {"order", "customer", "fulfillment", "fulfillment_event", "refund", "product"}


def unwrapped(body: dict[str, Any]) -> dict[str, Any]:
    if len(body) == 1:
        name, inner = next(iter(body.items()))
        if name in WRAPPERS and isinstance(inner, dict):
            return inner
    return body
