"""Shopify's orders, refunds and customers as news."""

from datetime import datetime
from decimal import Decimal

from lifelong.channels.models import Channel
from lifelong.commerce.models import Financial, Fulfilment
from lifelong.commerce.news import (
    BuyerNews,
    ItemNews,
    OffersSaid,
    OrderNews,
    RecipientNews,
    RefundLineNews,
    RefundNews,
)
from lifelong.connectors.shopify.bodies import (
    Address,
    Customer,
    LineItem,
    MoneySet,
    Order,
    Refund,
)
from lifelong.connectors.shopify.marks import marked_by
from lifelong.connectors.shopify.parcels import shipment_news
from lifelong.connectors.shopify.values import currency_in, email_in, minor, phone_in
from lifelong.lib.money import Money


def customer_news(body: Customer) -> BuyerNews:
    phone = phone_in(body.phone, country=_country(body.default_address))
    return BuyerNews(
        ref=body.id,
        name=_called(body),
        email=email_in(body.email),
        phone=phone,
        offers=_offers(body),
    )


def _offers(body: Customer) -> tuple[OffersSaid, ...]:
    """Shops may ask for a second yes: until it comes the state is pending, and says nothing."""
    both = (
        (Channel.EMAIL, body.email_marketing_consent),
        (Channel.SMS, body.sms_marketing_consent),
    )
    words = {"subscribed": True, "unsubscribed": False}
    return tuple(
        OffersSaid(channel=channel, given=words[said.state], at=said.consent_updated_at)
        for channel, said in both
        if said is not None and said.state in words
    )


def order_news(body: Order, *, told_at: datetime) -> OrderNews:
    paid_in = _paid_in(body)
    total = _amount(body.total_price, body.total_price_set, paid_in)
    buyer = _buyer(body)
    return OrderNews(
        ref=body.id,
        updated_at=body.updated_at,
        number=body.name[:100],
        buyer=buyer,
        recipients=_recipients(body, buyer),
        items=tuple(_item(one, paid_in) for one in body.line_items),
        shipments=tuple(shipment_news(one, told_at=told_at) for one in body.fulfillments),
        refunds=tuple(refund_news(one, paid_in=paid_in, told_at=told_at) for one in body.refunds),
        total=Money(total, paid_in),
        shipping=sum(_amount(one.price, one.price_set, paid_in) for one in body.shipping_lines),
        tax=_amount(body.total_tax, body.total_tax_set, paid_in),
        discount=_amount(body.total_discounts, body.total_discounts_set, paid_in),
        financial=_financial(body.financial_status),
        fulfilment=_fulfilment(body.fulfillment_status),
        placed_at=body.processed_at or body.created_at or body.updated_at or told_at,
        cancelled_at=body.cancelled_at,
        cancel_reason=body.cancel_reason[:100],
        note=body.note[:10_000],
        is_test=body.test,
        country=_country_code(body.shipping_address),
        reship_for=marked_by(body.tags),
    )


def refund_news(body: Refund, *, paid_in: str, told_at: datetime) -> RefundNews:
    """`paid_in`: the currency where no transaction names one."""
    given = [one for one in body.transactions if one.kind == "refund" and one.status == "success"]
    currency = next(filter(None, (currency_in(one.currency) for one in given)), paid_in)
    amount = sum((one.amount or Decimal(0) for one in given), Decimal(0))
    return RefundNews(
        ref=body.id,
        order_ref=body.order_id,
        refunded_at=body.processed_at or body.created_at or told_at,
        money=Money(minor(amount, currency), currency),
        note=body.note[:10_000],
        lines=tuple(
            RefundLineNews(
                item_ref=one.line_item_id,
                quantity=one.quantity,
                amount=_amount(one.subtotal, one.subtotal_set, currency),
            )
            for one in body.refund_line_items
        ),
    )


def _paid_in(body: Order) -> str:
    """What the buyer saw and paid, where Shopify tells; else the shop's own currency."""
    shown = body.total_price_set and body.total_price_set.presentment_money
    if shown and shown.amount is not None and currency_in(shown.currency_code):
        return shown.currency_code
    return body.currency


def _amount(plain: Decimal | None, told: MoneySet | None, currency: str) -> int:
    for money in (told.presentment_money, told.shop_money) if told else ():
        if money and money.amount is not None and money.currency_code == currency:
            return minor(money.amount, currency)
    return minor(plain, currency)


def _buyer(body: Order) -> BuyerNews:
    """Whoever stands at the checkout: the store's customer, or a guest."""
    customer, billed = body.customer, body.billing_address
    return BuyerNews(
        ref=customer.id if customer else "",
        name=(_called(customer) if customer else "") or (_called(billed) if billed else ""),
        email=next(
            filter(
                None,
                map(
                    email_in,
                    (body.email, body.contact_email, customer.email if customer else ""),
                ),
            ),
            "",
        ),
        phone=_phone(body),
    )


def _phone(body: Order) -> str:
    country = _country(body.billing_address, body.shipping_address)
    if phone := phone_in(body.phone, country=country):
        return phone
    customer = body.customer
    home = _country(customer.default_address) if customer else ""
    return phone_in(customer.phone, country=home or country) if customer else ""


def _country(*addresses: Address | None) -> str:
    """Of the first that names one, as two letters."""
    return next((one.country_code for one in addresses if one and one.country_code), "")


def _country_code(to: Address | None) -> str:
    said = to.country_code.upper() if to else ""
    return said if len(said) == 2 and said.isascii() and said.isalpha() else ""


def _recipients(body: Order, buyer: BuyerNews) -> tuple[RecipientNews, ...]:
    to = body.shipping_address
    if to is None:
        return ()
    name, phone = _called(to), phone_in(to.phone, country=to.country_code)
    place = " ".join(filter(None, (to.zip, to.city)))
    lines = (to.company, to.address1, to.address2, place, to.province, to.country)
    same_name = not name or _alike(name) == _alike(buyer.name)
    return (
        RecipientNews(
            name=name,
            phone=phone or to.phone[:40],
            address=tuple(line[:300] for line in lines if line),
            is_buyer=same_name or bool(phone and phone == buyer.phone),
        ),
    )


def _item(body: LineItem, currency: str) -> ItemNews:
    off = sum(_amount(one.amount, one.amount_set, currency) for one in body.discount_allocations)
    return ItemNews(
        ref=body.id,
        product_ref=body.product_id,
        variant_ref=body.variant_id,
        title=(body.title or body.name)[:300],
        variant=body.variant_title[:300],
        sku=body.sku[:200],
        quantity=body.quantity,
        price=_amount(body.price, body.price_set, currency),
        discount=off or _amount(body.total_discount, body.total_discount_set, currency),
    )


def _called(body: Customer | Address) -> str:
    parts = f"{body.first_name} {body.last_name}".strip()
    return (parts or (body.name if isinstance(body, Address) else ""))[:200]


def _alike(name: str) -> str:
    return " ".join(name.casefold().split())


def _financial(words: str) -> Financial:
    return Financial(words) if words in Financial.values else Financial.UNKNOWN


def _fulfilment(words: str) -> Fulfilment:
    return Fulfilment(words) if words in Fulfilment.values else Fulfilment.NONE
