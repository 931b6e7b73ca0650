"""A discount code, made at Shopify: once, since there is one code for each concession.

`discountCodeBasicCreate` makes the discount and its code in one step. REST takes two (a price
rule, then its code), between which a worker may die, and Shopify builds nothing new there. A
code is unique in its shop, so a second copy is refused, and it can be looked up by its name.
"""

from typing import Any

from django.utils.translation import gettext as _

from lifelong.concessions.codes import code_of
from lifelong.concessions.models import Concession
from lifelong.connectors.shopify.graphql import Declined, ask, do, gid, number
from lifelong.connectors.shopify.interface import unreadable
from lifelong.connectors.shopify.marks import note
from lifelong.lib.errors import DeliveryFailed

_CURRENCY = "query { shop { currencyCode } }"
_MAKE = """
mutation ($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode { id }
    userErrors { field code message }
  }
}"""
_FIND = """
query ($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    id
    codeDiscount { ... on DiscountCodeBasic { title } }
  }
}"""


def make_code(concession: Concession) -> str:
    """Shopify's id of the discount. Raises `DeliveryFailed`."""
    _check_currency(concession)
    try:
        made = do(concession.connection, _MAKE, discount=_discount(concession))
    except Declined as declined:
        if "TAKEN" in declined.codes and (ours := look_for_code(concession)):
            return ours
        raise
    ref = number((made.get("codeDiscountNode") or {}).get("id"))
    if not ref:
        raise unreadable(unsure=True)
    return ref


def look_for_code(concession: Concession) -> str | None:
    """Its id, if Shopify has it from an earlier try. Raises `DeliveryFailed`."""
    found = ask(concession.connection, _FIND, code=code_of(concession.id))
    if "codeDiscountNodeByCode" not in found:
        raise unreadable(unsure=False)
    node = found["codeDiscountNodeByCode"]
    if node is None:
        return None
    if (node.get("codeDiscount") or {}).get("title") != note(concession.id):
        raise DeliveryFailed(_("Somebody else's discount has this code."), permanent=True)
    return number(node.get("id"))


def _check_currency(concession: Concession) -> None:
    """What a code takes off is an amount of the shop's own currency."""
    shop = ask(concession.connection, _CURRENCY).get("shop") or {}
    if not shop.get("currencyCode"):
        raise unreadable(unsure=False)
    if shop["currencyCode"] != concession.currency:
        words = _("This shop's discount codes are in %(currency)s.")
        raise DeliveryFailed(words % {"currency": shop["currencyCode"]}, permanent=True)


def _discount(concession: Concession) -> dict[str, Any]:
    granted_at, expires_at = concession.granted_at, concession.expires_at
    assert granted_at is not None and expires_at is not None
    who: dict[str, Any] = {"all": "ALL"}
    if concession.buyer:
        who = {"customers": {"add": [gid("Customer", concession.buyer)]}}
    return {
        "title": note(concession.id),
        "code": code_of(concession.id),
        "startsAt": granted_at.isoformat(),
        "endsAt": expires_at.isoformat(),
        "usageLimit": 1,
        "appliesOncePerCustomer": True,
        "context": who,
        "customerGets": {
            "value": {
                "discountAmount": {
                    "amount": str(concession.money.decimal),
                    "appliesOnEachItem": False,
                }
            },
            "items": {"all": True},
        },
    }
