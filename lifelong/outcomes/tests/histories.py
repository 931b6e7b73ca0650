"""Made-up pasts, dense with what is hard: reopened, combined, spam, moments that coincide, and
moments exactly 3, 7 and 30 days apart, over a day on which the clocks are changed."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import ibis

from lifelong.outcomes.facts import (
    KINDS,
    CaseFact,
    ConcessionFact,
    ContactFact,
    CostFact,
    Fact,
    Facts,
    OrderFact,
    ReopeningFact,
    ReviewFact,
    open_facts,
    write_month,
)

ZONE = ZoneInfo("Europe/Berlin")
#: the clocks go forward on 29 March 2026 there
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
SEEN_UNTIL = datetime(2026, 5, 10, 22, tzinfo=UTC)
TOPICS = [UUID(int=900 + n) for n in range(3)]


@dataclass
class History:
    contacts: list[ContactFact] = field(default_factory=list)
    reopenings: list[ReopeningFact] = field(default_factory=list)
    orders: list[OrderFact] = field(default_factory=list)
    costs: list[CostFact] = field(default_factory=list)
    concessions: list[ConcessionFact] = field(default_factory=list)
    reviews: list[ReviewFact] = field(default_factory=list)
    cases: list[CaseFact] = field(default_factory=list)
    seen_until: datetime = SEEN_UNTIL

    def open(self, folder: Path, engine: ibis.BaseBackend | None = None) -> Facts:
        """Written by months, and opened again."""
        for kind, name in KINDS.items():
            months: dict[str, list[Fact]] = {}
            for row in getattr(self, name):
                months.setdefault(f"{row.at.astimezone(UTC):%Y-%m}", []).append(row)
            for month, rows in months.items():
                write_month(folder, kind, month, rows)
        return open_facts(folder, seen_until=self.seen_until, engine=engine)


def made_up(chance: Random, *, people: int = 12, contacts: int = 150, orders: int = 80) -> History:
    customers = [UUID(int=100 + n) for n in range(people)]
    history = History()
    for number in range(orders):
        total = chance.choice([0, 500, 12_345])
        history.orders.append(
            OrderFact(
                order_id=UUID(int=5000 + number),
                customer_id=chance.choice([None, *customers, *customers]),
                placed_at=_moment(chance, 70),
                kind=chance.choice(["order"] * 5 + ["exchange", "reship"]),
                paid=chance.random() < 0.8,
                is_test=chance.random() < 0.1,
                currency="EUR",
                total=total,
                refunded=chance.choice([0, 0, 0, total // 2, total]),
            )
        )
    history.contacts = [
        contact(chance, n, customers, history.orders, until_days=70) for n in range(contacts)
    ]
    history.reopenings = reopenings(chance, history.contacts)
    for number in range(140):
        history.costs.append(
            CostFact(
                day=date(2026, 3, 1) + timedelta(days=number % 70),
                kind="licence" if number % 5 == 0 else "wage",
                agent_id=None if number % 5 == 0 else UUID(int=number % 3),
                paid_seconds=0 if number % 5 == 0 else chance.randrange(30_000),
                amount=chance.choice([None, 1_000, 23_450]),
            )
        )
        history.concessions.append(
            ConcessionFact(
                concession_id=UUID(int=7000 + number),
                customer_id=chance.choice(customers),
                kind="refund",
                granted_at=_moment(chance, 70),
                currency=chance.choice(["EUR", "EUR", "USD"]),
                amount=chance.randrange(5_000),
            )
        )
    return history


def contact(
    chance: Random,
    number: int,
    customers: list[UUID],
    orders: list[OrderFact],
    *,
    until_days: int,
    begin: datetime = BEGIN,
) -> ContactFact:
    opened = _moment(chance, until_days, begin)
    closed = chance.choice([None, *[opened + _while(chance)] * 4])
    replied = chance.choice([None, *[opened + _while(chance)] * 3])
    endings = ["solved"] * 5 + ["no-reply-needed", "abandoned", "spam", "combined"]
    return ContactFact(
        contact_id=UUID(int=10_000 + number),
        customer_id=chance.choice(customers),
        order_id=chance.choice([None, chance.choice(orders).order_id]),
        topic_id=chance.choice([*TOPICS, *TOPICS, None]),
        channel=chance.choice(["email", "chat"]),
        begun_by=chance.choice(["customer"] * 4 + ["us"]),
        opened_at=opened,
        due_at=chance.choice([None, opened + timedelta(hours=8), replied]),
        first_reply_at=replied,
        closed_at=closed,
        closed_on=closed.astimezone(ZONE).date() if closed else None,
        resolution=chance.choice(endings) if closed else "",
        confirmed=chance.random() < 0.3,
    )


def reopenings(chance: Random, contacts: list[ContactFact]) -> list[ReopeningFact]:
    """Now and then somebody comes back to a contact, some of them twice, also to one of ours."""
    return [
        ReopeningFact(
            contact_id=one.contact_id,
            customer_id=one.customer_id,
            opened_at=one.opened_at,
            reopened_at=(one.closed_at or one.opened_at) + _while(chance),
        )
        for one in contacts
        if one.closed_at or one.begun_by == "us"
        for _time in range(chance.choice([0, 0, 0, 1, 2]))
    ]


def _moment(chance: Random, days: int, begin: datetime = BEGIN) -> datetime:
    """At 22, 23 or 0 o'clock in UTC: around a midnight of Berlin, and often at one moment."""
    return begin + timedelta(days=chance.randrange(days), hours=chance.choice([0, 22, 23]))


def _while(chance: Random) -> timedelta:
    return timedelta(days=chance.choice([0, 1, 3, 7, 7, 8, 30]), hours=chance.choice([0, 0, 1]))
