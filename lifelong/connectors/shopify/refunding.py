"""A refund, handed to Shopify; and looked for, where nothing was heard of it.

The Admin API's `refunds.json` has no key by which it would know a second copy. So the refund's
note names our concession, and after a try of which nothing was heard the order's refunds are
read first. It may still be at work on a try of which we stopped to wait for an answer, so that is
not done at once. The webhook of the refund carries the same note.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lifelong.concessions.models import Concession
from lifelong.connectors.shopify.interface import read, unreadable, write
from lifelong.connectors.shopify.marks import note
from lifelong.connectors.shopify.values import minor
from lifelong.lib.errors import DeliveryFailed
from lifelong.lib.money import Money

#: after so long Shopify has certainly done, or not, what it was asked for
AT_WORK = timedelta(minutes=5)
#: payments that money can go back to
_PAYMENTS = ("sale", "capture")


def pay_back(concession: Concession) -> str:
    """Shopify's id of the refund. Raises `DeliveryFailed`."""
    order = concession.order
    assert order is not None
    refund: dict[str, Any] = {
        "note": note(concession.id),
        "notify": False,
        "currency": concession.currency,
        "transactions": _transactions(concession),
        "refund_line_items": [
            {"line_item_id": int(ref), "quantity": quantity, "restock_type": "no_restock"}
            for ref, quantity in concession.items.items()
        ],
    }
    try:
        said = write(order.connection, f"orders/{order.ref}/refunds.json", {"refund": refund})
        made = said.get("refund")
        if not isinstance(made, dict) or not made.get("id"):
            words = _("Shopify's answer names no refund.")
            raise DeliveryFailed(words, permanent=False, unsure=True)
    except DeliveryFailed as failed:
        if failed.unsure:
            failed.pause = max(failed.pause, AT_WORK)
        raise
    return str(made["id"])


def look_for_refund(concession: Concession) -> str | None:
    """Its id, if Shopify has it from an earlier try. Raises `DeliveryFailed`."""
    mark = note(concession.id)
    for one in _listed(concession, "refunds"):
        if mark in str(one.get("note") or ""):
            return str(one.get("id"))
    return None


def _transactions(concession: Concession) -> list[dict[str, Any]]:
    """From which payments the money goes back: the oldest first, each up to what is left of it.

    Raises `DeliveryFailed` when less is left than is to go back.
    """
    rows = [one for one in _listed(concession, "transactions") if one.get("status") == "success"]
    open_ = concession.amount
    parts = []
    for payment in rows:
        if payment.get("kind") not in _PAYMENTS or payment.get("currency") != concession.currency:
            continue
        back = sum(
            _amount(one)
            for one in rows
            if one.get("kind") == "refund" and one.get("parent_id") == payment.get("id")
        )
        part = min(open_, _amount(payment) - back)
        if part > 0:
            open_ -= part
            parts.append(
                {
                    "parent_id": payment.get("id"),
                    "amount": str(Money(part, concession.currency).decimal),
                    "kind": "refund",
                    "gateway": payment.get("gateway"),
                }
            )
    if open_ > 0:
        raise DeliveryFailed(
            _("The payments of this order do not cover the refund any more."), permanent=True
        )
    return parts


def _amount(transaction: dict[str, Any]) -> int:
    return minor(Decimal(str(transaction.get("amount") or 0)), str(transaction.get("currency")))


def _listed(concession: Concession, what: str) -> list[dict[str, Any]]:
    order = concession.order
    assert order is not None
    rows = read(order.connection, f"orders/{order.ref}/{what}.json").get(what)
    if not isinstance(rows, list):
        raise unreadable(unsure=False)
    return [one for one in rows if isinstance(one, dict)]
