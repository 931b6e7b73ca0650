"""What the demo's store has to say while it lives: a new order, or where a parcel is, in
Shopify's own words."""

import random
from datetime import datetime, timedelta
from typing import Any

from lifelong.commerce.models import Order, Shipment, ShipmentState
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.simulation.catalogue import ARTICLES, demand
from lifelong.simulation.shelves import ref_of, sku_of
from lifelong.simulation.shop import DOMAIN

#: webhook and body
News = tuple[str, dict[str, Any]]
DAY = timedelta(days=1)
#: what a carrier says next
_NEXT = {
    ShipmentState.SHIPPED: "in_transit",
    ShipmentState.IN_TRANSIT: "out_for_delivery",
    ShipmentState.DELAYED: "out_for_delivery",
    ShipmentState.OUT_FOR_DELIVERY: "delivered",
}


def new_order(customer: Customer, *, now: datetime, chance: random.Random) -> News:
    """They buy again, or for the first time; their last order says where they live."""
    last = Order.objects.filter(customer=customer).order_by("-placed_at").first()
    email = last.email if last else _value(customer, HandleKind.EMAIL)
    ref = _new_ref(chance)
    article = chance.choices(ARTICLES, [demand(one, now.month) for one in ARTICLES])[0]
    choice = chance.randrange(max(1, len(article.choices)))
    price = article.price_of(choice)
    shipping = 0 if price >= 6000 else 490
    first, _space, rest = customer.name.partition(" ")
    address: dict[str, Any] = {"first_name": first, "last_name": rest}
    sent_to = last.recipients.first() if last else None
    if sent_to is not None:
        address |= {"address1": sent_to.address[0], "city": sent_to.address[-1]}
    return "orders/create", {
        "id": ref,
        "name": _next_number(),
        "email": email,
        "phone": last.phone if last else "",
        "currency": "EUR",
        "total_price": _amount(price + shipping),
        "total_tax": _amount(round((price + shipping) * 19 / 119)),
        "total_discounts": "0.00",
        "shipping_lines": [{"price": _amount(shipping)}],
        "financial_status": "paid",
        "created_at": now.isoformat(),
        "updated_at": now.isoformat(),
        "customer": {
            "id": last.buyer or _new_ref(chance) if last else _new_ref(chance),
            "email": email,
            "first_name": first,
            "last_name": rest,
        },
        "shipping_address": address,
        "line_items": [
            {
                "id": _new_ref(chance),
                "product_id": ref_of(article),
                "variant_id": f"{ref_of(article)}{choice}",
                "title": article.name,
                "variant_title": article.choices[choice] if article.choices else "",
                "sku": sku_of(article, choice),
                "quantity": 1,
                "price": _amount(price),
            }
        ],
    }


def next_of_a_parcel(*, now: datetime, chance: random.Random) -> News | None:
    """An order is packed, or a parcel moves on; now and then one is late."""
    moving = Shipment.objects.filter(state__in=_NEXT).select_related("order")
    packed = Order.objects.filter(
        placed_at__gte=now - 10 * DAY, fulfilment="", cancelled_at=None, shipments=None
    )
    parcels, orders = list(moving.order_by("-id")[:40]), list(packed.order_by("-placed_at")[:20])
    if not parcels and not orders:
        return None
    place = chance.randrange(len(parcels) + len(orders))
    if place < len(parcels):
        return _move(parcels[place], now, chance)
    return _pack(orders[place - len(parcels)], now, chance)


def _pack(order: Order, now: datetime, chance: random.Random) -> News:
    number = f"DH{chance.randrange(10**11, 10**12)}"
    return "fulfillments/create", {
        "id": _new_ref(chance),
        "order_id": order.ref,
        "status": "success",
        "created_at": now.isoformat(),
        "updated_at": now.isoformat(),
        "estimated_delivery_at": (now + 3 * DAY).isoformat(),
        "tracking_company": "DHL",
        "tracking_number": number,
        "tracking_urls": [f"https://{DOMAIN}/parcels/{number}"],
        "line_items": [{"id": one.ref, "quantity": one.quantity} for one in order.items.all()],
    }


def _move(parcel: Shipment, now: datetime, chance: random.Random) -> News:
    status = _NEXT[ShipmentState(parcel.state)]
    event = {
        "id": _new_ref(chance),
        "fulfillment_id": parcel.ref,
        "order_id": parcel.order.ref,
        "happened_at": now.isoformat(),
    }
    if status != "delivered" and chance.random() < 0.2:
        late = (now + chance.randint(2, 4) * DAY).isoformat()
        return "fulfillment_events/create", {
            **event, "status": "delayed", "estimated_delivery_at": late,
        }  # fmt: skip
    return "fulfillment_events/create", {**event, "status": status}


def _next_number() -> str:
    last = Order.objects.filter(number__regex=r"^HB-\d{5}$").order_by("-number").first()
    return f"HB-{int(last.number[3:]) + 1 if last else 10001}"


def _new_ref(chance: random.Random) -> str:
    return str(chance.randrange(8 * 10**12, 9 * 10**12))


def _value(customer: Customer, kind: HandleKind) -> str:
    return Handle.objects.filter(customer=customer, kind=kind).values_list("value", flat=True)[0]


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
