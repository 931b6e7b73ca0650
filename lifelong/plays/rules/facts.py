"""What is known when a rule is looked at: plain values, loaded in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lifelong.channels.hours import Schedule, is_open, schedule_from
from lifelong.conversations.standing import Status, status_of


@dataclass
class TheContact:
    id: UUID
    conversation_id: UUID
    channel: str
    #: the topic, and what it stands under
    topics: frozenset[str]
    closed_at: datetime | None
    waiting_since: datetime | None
    due_at: datetime | None
    set_aside_until: datetime | None
    inbox_id: str
    brand_id: UUID
    owned: bool
    #: of the inbox and its brand, as they keep them, and the brand's zone
    hours: Mapping[str, Any]
    zone: str
    #: subject and words of the message; None: nobody wrote
    words: str | None = None
    language: str = ""
    sentiment: str = ""
    risks: frozenset[str] = frozenset()

    def status(self, at: datetime) -> Status:
        return status_of(self, owned=self.owned, now=at)

    def is_open(self, at: datetime) -> bool:
        schedule: Schedule = schedule_from(dict(self.hours), zone=self.zone)
        return is_open(schedule, at)


@dataclass(frozen=True)
class TheOrder:
    total: int
    currency: str
    financial: str
    fulfilment: str
    placed_at: datetime | None
    cancelled: bool
    #: what was bought, in the words of its lines
    items: str
    brand_id: UUID


@dataclass(frozen=True)
class TheParcel:
    state: str
    carrier: str
    expected_on: date | None
    delivered_at: datetime | None


@dataclass(frozen=True)
class Known:
    """Of a person all is known together, joined or not. Spent: paid and kept, by currency."""

    at: datetime
    customer_id: UUID | None = None
    orders: int = 0
    spent: Mapping[str, int] = field(default_factory=dict)
    #: they have asked for no more messages on some channel
    stopped: bool = False
    contact: TheContact | None = None
    order_id: UUID | None = None
    order: TheOrder | None = None
    parcel: TheParcel | None = None

    @property
    def brand_id(self) -> UUID | None:
        if self.contact is not None:
            return self.contact.brand_id
        return self.order.brand_id if self.order else None
