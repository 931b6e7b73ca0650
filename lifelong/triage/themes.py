"""What any shop's customers write about, and the names under which shops keep it as topics.

Topics are the admin's own rows, in their own words; a theme is what the rules know. It is
proposed as the first of its names that an active topic bears.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

TopicT = TypeVar("TopicT")


class Theme(StrEnum):
    """In the order in which they win when a message says as much of each."""

    CANCEL = "cancel"
    WRONG_CHARGE = "wrong-charge"
    LOST_PARCEL = "lost-parcel"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong-item"
    MISSING_PART = "missing-part"
    REFUND_AWAITED = "refund-awaited"
    ADDRESS = "address"
    EXCHANGE = "exchange"
    RETURN = "return"
    REFUND_WANTED = "refund-wanted"
    DELIVERY_DATE = "delivery-date"
    WHERE_IS_ORDER = "where-is-order"
    INVOICE = "invoice"
    DISCOUNT = "discount"
    PAYMENT = "payment"
    SUBSCRIPTION = "subscription"
    ACCOUNT = "account"
    STOCK = "stock"
    CARE = "care"
    ADVICE = "advice"


#: in small letters; the nearest first
NAMES: dict[Theme, tuple[str, ...]] = {
    Theme.CANCEL: (
        "cancel an order", "cancel order", "cancellation", "cancel", "cancel a subscription",
        "stornierung", "kündigung", "bestellung stornieren",
    ),
    Theme.WRONG_CHARGE: (
        "wrong charge", "charged twice", "billing", "payment", "falsch abgebucht", "abrechnung",
        "zahlung",
    ),
    Theme.LOST_PARCEL: (
        "lost parcel", "lost package", "lost in transit", "verlorenes paket", "paket verloren",
        "where is my order", "wo ist meine bestellung",
    ),
    Theme.DAMAGED: (
        "damaged item", "damaged", "defective item", "broken item", "faulty item",
        "beschädigter artikel", "beschädigte ware", "defekt", "reklamation",
    ),
    Theme.WRONG_ITEM: ("wrong item", "wrong product", "falscher artikel", "falschlieferung"),
    Theme.MISSING_PART: ("missing part", "missing item", "incomplete order", "fehlendes teil"),
    Theme.REFUND_AWAITED: (
        "where is my refund", "refund status", "refund", "wo bleibt meine erstattung", "erstattung",
    ),
    Theme.ADDRESS: (
        "change of address", "change address", "address", "adressänderung", "adresse ändern",
    ),
    Theme.EXCHANGE: ("exchange", "exchange an item", "umtausch"),
    Theme.RETURN: (
        "how to return", "return an item", "return", "returns", "retoure", "rücksendung",
        "rückgabe",
    ),
    Theme.REFUND_WANTED: (
        "refund", "request a refund", "refund wanted", "how to return", "returns", "erstattung",
        "rückerstattung", "retoure",
    ),
    Theme.DELIVERY_DATE: ("delivery date", "delivery time", "liefertermin", "lieferzeit"),
    Theme.WHERE_IS_ORDER: (
        "where is my order", "order status", "delivery status", "tracking",
        "wo ist meine bestellung", "bestellstatus", "sendungsverfolgung",
    ),
    Theme.INVOICE: ("invoice", "invoices", "rechnung", "rechnungen"),
    Theme.DISCOUNT: ("discount code", "discounts", "voucher", "rabattcode", "gutschein"),
    Theme.PAYMENT: ("payment", "payments", "billing", "zahlung", "bezahlung"),
    Theme.SUBSCRIPTION: ("subscription", "subscriptions", "abo", "abonnement"),
    Theme.ACCOUNT: ("account", "my account", "login", "kundenkonto", "konto"),
    Theme.STOCK: ("back in stock", "stock", "availability", "verfügbarkeit"),
    Theme.CARE: ("care and use", "how to use", "care", "pflege", "anwendung"),
    Theme.ADVICE: ("which one suits me", "advice", "product question", "beratung", "produktfrage"),
}  # fmt: skip


def topic_for(theme: Theme, topics: Mapping[str, TopicT]) -> TopicT | None:
    """The topic to propose, `topics` by their names in small letters; None if no name fits."""
    return next((topics[name] for name in NAMES[theme] if name in topics), None)


def likeliest(scores: Mapping[Theme, int]) -> Theme | None:
    """Of what was found the theme that the most words speak for."""
    order = {theme: place for place, theme in enumerate(Theme)}
    found: Iterable[Theme] = scores
    return min(found, key=lambda theme: (-scores[theme], order[theme]), default=None)
