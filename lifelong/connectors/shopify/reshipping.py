"""Items sent again: a new order at Shopify for nothing, to where the first one went.

`orderCreate` makes it in one step; a draft order would take two. The order carries a tag that
names the concession: by it we look it up before a repeat, and know its webhook. Shopify finds
orders by their tags a little after they were made, so a repeat waits for longer than that.
"""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from lifelong.commerce.models import Order, OrderItem
from lifelong.concessions.models import Concession
from lifelong.connectors.shopify.graphql import ask, do, gid, number
from lifelong.connectors.shopify.interface import unreadable
from lifelong.connectors.shopify.marks import note, tag
from lifelong.lib.errors import DeliveryFailed
from lifelong.lib.money import Money

#: after so long an order is certainly found by its tag
INDEXED = timedelta(minutes=5)
_LINES = ("firstName", "lastName", "company", "address1", "address2", "city", "zip", "phone")
_READ = f"""
query ($id: ID!) {{
  order(id: $id) {{
    email
    shippingAddress {{ {" ".join(_LINES)} provinceCode countryCodeV2 }}
  }}
}}"""
_FIND = """
query ($search: String!) {
  orders(first: 2, query: $search) { nodes { id tags } }
}"""
_MAKE = """
mutation ($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  orderCreate(order: $order, options: $options) {
    order { id }
    userErrors { field code message }
  }
}"""


def send_again(concession: Concession) -> str:
    """Shopify's id of the new order. Raises `DeliveryFailed`."""
    order = concession.order
    assert order is not None
    wanted = _wanted(concession, order)
    options = {"inventoryBehaviour": "DECREMENT_IGNORING_POLICY", "sendReceipt": False}
    try:
        made = do(concession.connection, _MAKE, order=wanted, options=options)
        ref = number((made.get("order") or {}).get("id"))
        if not ref:
            raise unreadable(unsure=True)
    except DeliveryFailed as failed:
        if failed.unsure:
            failed.pause = max(failed.pause, INDEXED)
        raise
    return ref


def look_for_order(concession: Concession) -> str | None:
    """Its id, if Shopify has it from an earlier try. Raises `DeliveryFailed`."""
    mark = tag(concession.id)
    found = ask(concession.connection, _FIND, search=f"tag:'{mark}'").get("orders")
    nodes = found.get("nodes") if isinstance(found, dict) else None
    if not isinstance(nodes, list):
        raise unreadable(unsure=False)
    # what it finds is held against the tag: a search may be broader than it was meant
    return next((number(one.get("id")) for one in nodes if mark in (one.get("tags") or [])), None)


def _wanted(concession: Concession, order: Order) -> dict[str, Any]:
    first = ask(concession.connection, _READ, id=gid("Order", order.ref)).get("order")
    if first is None:
        raise DeliveryFailed(_("The shop does not have this order any more."), permanent=True)
    to = first.get("shippingAddress")
    if not to:
        raise DeliveryFailed(_("The shop knows no address to send it to."), permanent=True)
    again: dict[str, Any] = {
        "currency": order.currency,
        "lineItems": _line_items(concession, order),
        "shippingAddress": {
            **{line: to[line] for line in _LINES if to.get(line)},
            "provinceCode": to.get("provinceCode"),
            "countryCode": to.get("countryCodeV2"),
        },
        "discountCode": {"itemPercentageDiscountCode": {"code": "RESHIP", "percentage": 100}},
        "financialStatus": "PAID",
        "tags": [tag(concession.id)],
        "note": _("%(mark)s: sent again for %(order)s")
        % {"mark": note(concession.id), "order": order.number},
    }
    if concession.buyer:
        again["customer"] = {"toAssociate": {"id": gid("Customer", concession.buyer)}}
    if first.get("email"):
        again["email"] = first["email"]
    return again


def _line_items(concession: Concession, order: Order) -> list[dict[str, Any]]:
    bought = {one.ref: one for one in order.items.filter(ref__in=concession.items)}
    if missing := concession.items.keys() - bought.keys():
        words = _("%(count)s of these items are not in the order any more.")
        raise DeliveryFailed(words % {"count": len(missing)}, permanent=True)
    return [_line(bought[ref], quantity, order) for ref, quantity in concession.items.items()]


def _line(item: OrderItem, quantity: int, order: Order) -> dict[str, Any]:
    price = {
        "amount": str(Money(item.price, order.currency).decimal),
        "currencyCode": order.currency,
    }
    line: dict[str, Any] = {"quantity": quantity, "priceSet": {"shopMoney": price}}
    if item.variant_ref:
        return line | {"variantId": gid("ProductVariant", item.variant_ref)}
    # it was never in the catalogue, or is in it no more
    return line | {"title": item.title, "requiresShipping": True}
