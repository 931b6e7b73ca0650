"""Shopify's Admin API in GraphQL: one question or one mutation, and what its errors mean.

An answer is 200 whatever became of it. `errors` tell of the request, `userErrors` of what was
asked for: with those Shopify has looked at it, said no, and done nothing.
"""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from lifelong.channels.models import Connection
from lifelong.connectors.shopify.interface import busy, shut_out, unreadable, write
from lifelong.lib.errors import DeliveryFailed

#: ours to mend, or the merchant's: the scopes, a shop that is closed
_SHUT_OUT = {"ACCESS_DENIED", "SHOP_INACTIVE"}
_TROUBLED = {"INTERNAL_SERVER_ERROR"}


class Declined(DeliveryFailed):
    """Shopify has looked at it and will not do it. `codes`: its names for why."""

    def __init__(self, words: str, *, codes: set[str]) -> None:
        super().__init__(words, permanent=True)
        self.codes = codes


def gid(noun: str, ref: str) -> str:
    """Shopify's id of a thing in GraphQL."""
    return f"gid://shopify/{noun}/{ref}"


def number(gid: object) -> str:
    """The number at its end, by which webhooks and pages name the thing; "" for what is none."""
    return str(gid).rpartition("/")[2] if isinstance(gid, str) else ""


def ask(shop: Connection, question: str, **variables: Any) -> dict[str, Any]:
    """What it answers, by the names in the question. Raises `DeliveryFailed`, never unsure."""
    return _data(shop, question, variables, changes=False)


def do(shop: Connection, mutation: str, **variables: Any) -> dict[str, Any]:
    """What became of the one thing that the mutation does.

    Raises `Declined`, or another `DeliveryFailed`: unsure when the shop may have done it.
    """
    made = next(iter(_data(shop, mutation, variables, changes=True).values()), None)
    if not isinstance(made, dict):
        raise unreadable(unsure=True)
    if wrong := _listed(made.get("userErrors")):
        said = " ".join(str(one.get("message") or "") for one in wrong)
        words = _("Shopify has not done it: %(words)s") % {"words": said[:400]}
        raise Declined(words, codes={str(one.get("code")) for one in wrong})
    return made


def _data(
    shop: Connection, text: str, variables: dict[str, Any], *, changes: bool
) -> dict[str, Any]:
    body = {"query": text, "variables": variables}
    said = write(shop, "graphql.json", body, changes=changes)
    data = said.get("data")
    has_data = isinstance(data, dict) and any(one is not None for one in data.values())
    if (wrong := said.get("errors")) and not has_data:
        raise _refused(_listed(wrong), said, changes=changes)
    if not isinstance(data, dict):
        raise unreadable(unsure=changes)
    return data


def _refused(wrong: list[dict[str, Any]], said: dict[str, Any], *, changes: bool) -> DeliveryFailed:
    codes = {_mapping(one.get("extensions")).get("code") for one in wrong}
    if "THROTTLED" in codes:
        return busy(_until_affordable(_mapping(_mapping(said.get("extensions")).get("cost"))))
    if codes & _SHUT_OUT:
        return shut_out()
    # without data it was refused before anything was tried
    troubled = bool(codes & _TROUBLED) or "data" in said or not wrong
    told = " ".join(str(one.get("message") or "") for one in wrong)
    words = _("Shopify could not do it: %(words)s") % {"words": told[:400]}
    return DeliveryFailed(words, permanent=not troubled, unsure=troubled and changes)


def _until_affordable(cost: dict[str, Any]) -> timedelta:
    """Requests cost points, which come back so many a second."""
    status = _mapping(cost.get("throttleStatus"))
    try:
        missing = float(cost["requestedQueryCost"]) - float(status["currentlyAvailable"])
        return timedelta(seconds=max(missing / float(status["restoreRate"]), 0.0))
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return timedelta(0)


def _listed(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
