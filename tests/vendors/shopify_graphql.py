"""Shopify's Admin API in GraphQL, as far as gifts need it: it checks inputs as its schema does,
answers 200 whatever became of it, and knows no key that would make a repeat harmless."""

import re
from collections.abc import Callable, Set
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.vendors.server import Fault, Says

_FIELD = re.compile(r"\{\s*(\w+)")
#: input objects: the names of their fields, and those that have to be there
_DISCOUNT = {
    "title", "code", "startsAt", "endsAt", "usageLimit", "appliesOncePerCustomer", "context",
    "customerGets", "combinesWith", "minimumRequirement",
}  # fmt: skip
_DISCOUNT_NEEDS = {"title", "code", "startsAt", "context", "customerGets"}
_CREDIT = {"creditAmount", "expiresAt", "notify"}
_ORDER = {
    "billingAddress", "currency", "customAttributes", "customer", "discountCode", "email",
    "financialStatus", "lineItems", "note", "phone", "shippingAddress", "shippingLines", "tags",
    "test", "transactions",
}  # fmt: skip
_LINE = {"variantId", "quantity", "priceSet", "title", "requiresShipping", "sku"}
_ADDRESS = {
    "firstName", "lastName", "company", "address1", "address2", "city", "provinceCode",
    "countryCode", "zip", "phone",
}  # fmt: skip
_OPTIONS = {"inventoryBehaviour", "sendReceipt", "sendFulfillmentReceipt"}


def _error(message: str, code: str, **more: Any) -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}], **more}


_COST = {
    "cost": {
        "requestedQueryCost": 110,
        "throttleStatus": {"maximumAvailable": 2000.0, "currentlyAvailable": 10, "restoreRate": 50},
    }
}
THROTTLED = Fault(before=Says(200, _error("Throttled", "THROTTLED", extensions=_COST)))
DENIED = Fault(before=Says(200, _error("Access denied", "ACCESS_DENIED", data=None)))
ACCEPTS_AND_BREAKS = Fault(after=Says(200, _error("Internal error.", "INTERNAL_SERVER_ERROR")))
ACCEPTS_AND_BABBLES = Fault(after=Says(200, b"<html>Something went wrong</html>"))
ACCEPTS_AND_SAYS_NOTHING = Fault(after=Says(200, {"data": {}}))


class _Invalid(Exception):
    pass


def _check(value: dict[str, Any], known: Set[str], needs: Set[str] = frozenset()) -> None:
    if strange := value.keys() - known:
        raise _Invalid(f"Field is not defined: {sorted(strange)}")
    if missing := needs - value.keys():
        raise _Invalid(f"Expected value to not be null: {sorted(missing)}")


class Gifts:
    """Codes, credit and orders of one shop."""

    def __init__(
        self,
        things: dict[tuple[str, str], dict[str, Any]],
        happens: Callable[[str, dict[str, Any]], None],
    ) -> None:
        self._things, self._happens = things, happens
        self.currency = "EUR"
        self.codes: list[dict[str, Any]] = []
        self.credits: list[dict[str, Any]] = []
        self.orders: list[dict[str, Any]] = []
        #: a new order is found by its tags a little after it was made
        self.lags = False

        self._fields = {
            "shop": self._shop,
            "discountCodeBasicCreate": self._make_code,
            "codeDiscountNodeByCode": self._find_code,
            "storeCreditAccountCredit": self._credit,
            "order": self._order,
            "orders": self._orders,
            "orderCreate": self._make_order,
        }

    def answer(self, body: dict[str, Any]) -> Says:
        found = _FIELD.search(body["query"])
        if found is None or found[1] not in self._fields:
            return Says(200, _error("Field doesn't exist", "undefinedField"))
        try:
            return Says(200, {"data": {found[1]: self._fields[found[1]](body["variables"])}})
        except _Invalid as wrong:
            return Says(200, _error(str(wrong), "INVALID_VARIABLE"))

    def _shop(self, _asked: dict[str, Any]) -> Any:
        return {"currencyCode": self.currency}

    def _make_code(self, asked: dict[str, Any]) -> Any:
        wanted = asked["discount"]
        _check(wanted, _DISCOUNT, _DISCOUNT_NEEDS)
        _check(wanted["customerGets"], {"value", "items"}, {"value", "items"})
        _check(wanted["customerGets"]["value"], {"discountAmount", "percentage"})
        context = wanted["context"]
        if context != {"all": "ALL"}:
            _check(context, {"customers", "customerSegments"})
            if any(self._customer(one) is None for one in context["customers"]["add"]):
                return _declined("codeDiscountNode", "INVALID", "Customer is invalid")
        if self._code(wanted["code"]) is not None:
            words = "Code must be unique. Please try a different code."
            return _declined("codeDiscountNode", "TAKEN", words)
        node = {"id": f"gid://shopify/DiscountCodeNode/{7000 + len(self.codes)}", **wanted}
        self.codes.append(node)
        return {"codeDiscountNode": {"id": node["id"]}, "userErrors": []}

    def _find_code(self, asked: dict[str, Any]) -> Any:
        found = self._code(asked["code"])
        return found and {"id": found["id"], "codeDiscount": {"title": found["title"]}}

    def _code(self, code: str) -> dict[str, Any] | None:
        return next((one for one in self.codes if one["code"].lower() == code.lower()), None)

    def _credit(self, asked: dict[str, Any]) -> Any:
        wanted = asked["credit"]
        _check(wanted, _CREDIT, {"creditAmount"})
        if self._customer(asked["owner"]) is None:
            words = "Owner does not exist"
            return _declined("storeCreditAccountTransaction", "OWNER_NOT_FOUND", words)
        ref = f"gid://shopify/StoreCreditAccountCreditTransaction/{8000 + len(self.credits)}"
        self.credits.append({"id": ref, "owner": asked["owner"], **wanted["creditAmount"]})
        return {"storeCreditAccountTransaction": {"id": ref}, "userErrors": []}

    def _order(self, asked: dict[str, Any]) -> Any:
        found = self._things.get(("order", asked["id"].rpartition("/")[2]))
        return found and {
            "email": found.get("email"),
            "shippingAddress": found.get("shippingAddress"),
        }

    def _orders(self, asked: dict[str, Any]) -> Any:
        tag = re.fullmatch(r"tag:'(.+)'", asked["search"])
        assert tag is not None
        found = [one for one in self.orders if tag[1] in one["tags"] and not self.lags]
        return {"nodes": [{"id": one["id"], "tags": one["tags"]} for one in found]}

    def _make_order(self, asked: dict[str, Any]) -> Any:
        wanted = asked["order"]
        _check(wanted, _ORDER, {"lineItems"})
        _check(wanted["shippingAddress"], _ADDRESS)
        _check(asked.get("options") or {}, _OPTIONS)
        for line in wanted["lineItems"]:
            _check(line, _LINE, {"quantity"})
        if any(len(one) > 40 for one in wanted["tags"]):
            return _declined("order", "INVALID", "Tags is too long (maximum is 40 characters)")
        ref = 9000 + len(self.orders)
        made = {"id": f"gid://shopify/Order/{ref}", "tags": wanted["tags"], "asked": wanted}
        self.orders.append(made)
        self._happens("orders/create", _as_told(ref, wanted))
        return {"order": {"id": made["id"]}, "userErrors": []}

    def _customer(self, gid: str) -> dict[str, Any] | None:
        noun, _slash, ref = gid.removeprefix("gid://shopify/").partition("/")
        return self._things.get((noun.lower(), ref))


def _declined(what: str, code: str, words: str) -> dict[str, Any]:
    return {what: None, "userErrors": [{"field": [what], "code": code, "message": words}]}


def _as_told(ref: int, wanted: dict[str, Any]) -> dict[str, Any]:
    """The new order as its webhook tells it: everything taken off."""
    now = datetime.now(UTC).isoformat()
    lines = [
        {
            "id": ref * 10 + place,
            "variant_id": (one.get("variantId") or "").rpartition("/")[2] or None,
            "title": one.get("title") or "Lantern",
            "quantity": one["quantity"],
            "price": one["priceSet"]["shopMoney"]["amount"],
            "total_discount": str(
                Decimal(one["priceSet"]["shopMoney"]["amount"]) * one["quantity"]
            ),
        }
        for place, one in enumerate(wanted["lineItems"])
    ]
    customer = ((wanted.get("customer") or {}).get("toAssociate") or {}).get("id", "")
    return {
        "id": ref,
        "name": f"#{ref}",
        "email": wanted.get("email"),
        "currency": wanted["currency"],
        "total_price": "0.00",
        "created_at": now,
        "updated_at": now,
        "financial_status": "paid",
        "tags": ", ".join(wanted["tags"]),
        "note": wanted["note"],
        "customer": {"id": int(customer.rpartition("/")[2])} if customer else None,
        "line_items": lines,
    }
