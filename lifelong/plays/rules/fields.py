"""Everything that a condition may ask about: its name, its type, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lifelong.channels.models import Channel
from lifelong.commerce.models import Financial, Fulfilment, ShipmentState
from lifelong.conversations.standing import Status
from lifelong.plays.rules.facts import Known, TheContact, TheOrder, TheParcel
from lifelong.triage.risk import Risk
from lifelong.triage.sentiment import Sentiment


class Type(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    YES_NO = "yes-no"


class Is(models.TextChoices):
    """How a value is compared."""

    HOLDS = "holds", _("has one of the words")
    LACKS = "lacks", _("has none of the words")
    ONE_OF = "one-of", _("is one of")
    NONE_OF = "none-of", _("is none of")
    AT_LEAST = "at-least", _("is at least")
    AT_MOST = "at-most", _("is at most")
    FROM = "from", _("is on or after")
    BEFORE = "before", _("is before")
    SO = "so", _("is")


#: how a value of each type may be compared; of two each is the other's contrary, where it is known
OPERATORS: dict[Type, tuple[Is, ...]] = {
    Type.TEXT: (Is.HOLDS, Is.LACKS),
    Type.CHOICE: (Is.ONE_OF, Is.NONE_OF),
    Type.NUMBER: (Is.AT_LEAST, Is.AT_MOST),
    Type.MONEY: (Is.AT_LEAST, Is.AT_MOST),
    Type.DURATION: (Is.AT_LEAST, Is.AT_MOST),
    Type.DATE: (Is.FROM, Is.BEFORE),
    Type.YES_NO: (Is.SO,),
}


class Rows(StrEnum):
    """Choices that are rows of the shop's own."""

    TOPICS = "topics"
    INBOXES = "inboxes"


LANGUAGES = [("en", _("English")), ("de", _("German"))]
Options = list[tuple[str, str | Promise]] | Rows


@dataclass(frozen=True)
class Field:
    name: str
    words: str | Promise
    type: Type
    #: as the type has it: str, frozenset of str, int, {currency: int}, timedelta, date, bool.
    #: None: not known, or there is nothing of which it could be said
    read: Callable[[Known], Any]
    options: Options | None = None


def _contact(read: Callable[[TheContact, Known], Any]) -> Callable[[Known], Any]:
    return lambda known: None if known.contact is None else read(known.contact, known)


def _order(read: Callable[[TheOrder, Known], Any]) -> Callable[[Known], Any]:
    return lambda known: None if known.order is None else read(known.order, known)


def _parcel(read: Callable[[TheParcel, Known], Any]) -> Callable[[Known], Any]:
    return lambda known: None if known.parcel is None else read(known.parcel, known)


def _one(value: str) -> frozenset[str] | None:
    return frozenset({value}) if value else None


def _waited(contact: TheContact, known: Known) -> timedelta | None:
    return known.at - contact.waiting_since if contact.waiting_since else None


def _age(order: TheOrder, known: Known) -> timedelta | None:
    return known.at - order.placed_at if order.placed_at else None


def _late(parcel: TheParcel, known: Known) -> int | None:
    """Days beyond the expected one; of a parcel that came, when it came. 0: in time so far."""
    if parcel.expected_on is None:
        return None
    until = (parcel.delivered_at or known.at).date()
    return max((until - parcel.expected_on).days, 0)


def _labels(choices: type[models.TextChoices]) -> list[tuple[str, str | Promise]]:
    return [(one.value, one.label) for one in choices if one.value]


_T = Type
_ALL = [
    Field(
        "contact.channel", _("The channel"), _T.CHOICE,
        _contact(lambda one, _k: _one(one.channel)), _labels(Channel),
    ),
    Field(
        "contact.inbox", _("The inbox"), _T.CHOICE,
        _contact(lambda one, _k: _one(one.inbox_id)), Rows.INBOXES,
    ),
    Field(
        "contact.topic", _("The topic, or what it stands under,"), _T.CHOICE,
        _contact(lambda one, _k: one.topics or None), Rows.TOPICS,
    ),
    Field("contact.words", _("The message"), _T.TEXT, _contact(lambda one, _k: one.words)),
    Field(
        "contact.language", _("The language of the message"), _T.CHOICE,
        _contact(lambda one, _k: _one(one.language)), [*LANGUAGES],
    ),
    Field(
        "contact.sentiment", _("The mood"), _T.CHOICE,
        _contact(lambda one, _k: _one(one.sentiment)), _labels(Sentiment),
    ),
    Field(
        "contact.risk", _("What is at stake"), _T.CHOICE,
        _contact(lambda one, _k: one.risks), _labels(Risk),
    ),
    Field(
        "contact.status", _("The matter’s status"), _T.CHOICE,
        _contact(lambda one, known: _one(one.status(known.at))), _labels(Status),
    ),
    Field("contact.waiting", _("The customer has waited: it"), _T.DURATION, _contact(_waited)),
    Field(
        "contact.owned", _("A hero looks after them"), _T.YES_NO,
        _contact(lambda one, _k: one.owned),
    ),
    Field(
        "contact.open-hours", _("The inbox is open now"), _T.YES_NO,
        _contact(lambda one, known: one.is_open(known.at)),
    ),
    Field("customer.orders", _("The number of their orders"), _T.NUMBER, lambda one: one.orders),
    Field("customer.spent", _("What they have spent"), _T.MONEY, lambda one: one.spent),
    Field(
        "customer.stopped", _("They want no more messages"), _T.YES_NO, lambda one: one.stopped
    ),
    Field(
        "order.total", _("The order’s total"), _T.MONEY,
        _order(lambda one, _k: {one.currency: one.total}),
    ),
    Field(
        "order.payment", _("The order’s payment"), _T.CHOICE,
        _order(lambda one, _k: _one(one.financial)), _labels(Financial),
    ),
    Field(
        "order.shipping", _("How far the order is"), _T.CHOICE,
        _order(lambda one, _k: _one(one.fulfilment)), _labels(Fulfilment),
    ),
    Field(
        "order.cancelled", _("The order is cancelled"), _T.YES_NO,
        _order(lambda one, _k: one.cancelled),
    ),
    Field("order.age", _("The order’s age"), _T.DURATION, _order(_age)),
    Field(
        "order.placed", _("The order’s day"), _T.DATE,
        _order(lambda one, _k: one.placed_at.date() if one.placed_at else None),
    ),
    Field("order.items", _("What was ordered"), _T.TEXT, _order(lambda one, _k: one.items)),
    Field(
        "parcel.state", _("The parcel’s state"), _T.CHOICE,
        _parcel(lambda one, _k: _one(one.state)), _labels(ShipmentState),
    ),
    Field(
        "parcel.carrier", _("The carrier’s name"), _T.TEXT,
        _parcel(lambda one, _k: one.carrier or None),
    ),
    Field("parcel.late", _("The days that the parcel is late"), _T.NUMBER, _parcel(_late)),
    Field(
        "parcel.expected", _("The day when the parcel is expected"), _T.DATE,
        _parcel(lambda one, _k: one.expected_on),
    ),
]  # fmt: skip
FIELDS: dict[str, Field] = {one.name: one for one in _ALL}
