"""The five numbers over half a year of a real shop's orders, with made-up contacts."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from lifelong.outcomes import measures
from lifelong.outcomes.facts import OrderFact
from lifelong.outcomes.ledgers import attributed
from lifelong.outcomes.period import Period
from lifelong.outcomes.tests.histories import ZONE, History, contact, made_up, reopenings
from lifelong.outcomes.tests.recount import Recount

ORDERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "orders" / "online_retail"
FILE = ORDERS / "online_retail_to_2011-06-30.csv.gz"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared orders are not beside us")

BEGIN = datetime(2010, 12, 1, tzinfo=UTC)
FIRST, UNTIL = date(2011, 3, 14), date(2011, 4, 11)


def lines() -> Iterator[dict[str, str]]:
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def real_orders() -> list[OrderFact]:
    """An invoice is an order; a cancellation, which names none, is a refund of its buyer's last
    order before it, up to what that cost."""
    found: dict[str, OrderFact] = {}
    totals: dict[str, int] = {}
    back: dict[str, tuple[str, datetime, int]] = {}
    for line in lines():
        invoice, buyer = line["InvoiceNo"], line["CustomerID"]
        amount = int(Decimal(line["UnitPrice"]).scaleb(2) * int(line["Quantity"]))
        at = datetime.fromisoformat(line["InvoiceDate"]).replace(tzinfo=UTC)
        if invoice.startswith("C"):
            so_far = back[invoice][2] if invoice in back else 0
            back[invoice] = (buyer, at, so_far - amount)
        else:
            totals[invoice] = totals.get(invoice, 0) + amount
            found.setdefault(invoice, _order(len(found), buyer, at))
    for invoice, total in totals.items():
        found[invoice] = replace(found[invoice], total=total)
    return _refunded(list(found.values()), back.values())


def _order(number: int, buyer: str, at: datetime) -> OrderFact:
    return OrderFact(
        currency="GBP",
        order_id=UUID(int=10**9 + number),
        customer_id=UUID(int=int(float(buyer))) if buyer else None,
        placed_at=at,
        kind="order",
        paid=True,
        is_test=False,
        total=0,
        refunded=0,
    )


def _refunded(
    orders: list[OrderFact], back: Iterable[tuple[str, datetime, int]]
) -> list[OrderFact]:
    of_buyer: dict[UUID | None, list[int]] = {}
    for place, order in enumerate(orders):
        of_buyer.setdefault(order.customer_id, []).append(place)
    for buyer, at, amount in back:
        if not buyer:
            continue
        places = of_buyer.get(UUID(int=int(float(buyer))), [])
        before = [place for place in places if orders[place].placed_at <= at]
        if before:
            last = orders[before[-1]]
            orders[before[-1]] = replace(last, refunded=min(last.total, last.refunded + amount))
    return orders


@pytest.fixture(scope="module")
def history() -> History:
    chance, orders = Random(2011), real_orders()
    some = orders[:: len(orders) // 400]
    customers = [one.customer_id for one in some if one.customer_id][:250]
    past = made_up(chance, contacts=0, orders=0)
    past.orders = orders
    past.contacts = [
        contact(chance, n, customers, some, until_days=210, begin=BEGIN) for n in range(2500)
    ]
    past.reopenings = reopenings(chance, past.contacts)
    day = date(2010, 12, 1)
    past.costs = [replace(one, day=day + timedelta(days=n)) for n, one in enumerate(past.costs)]
    past.concessions = [
        replace(one, granted_at=BEGIN + timedelta(days=n), currency="GBP")
        for n, one in enumerate(past.concessions)
    ]
    past.seen_until = datetime(2011, 6, 30, tzinfo=UTC)
    return past


def test_the_orders_are_there(history: History) -> None:
    assert len(history.orders) > 9_000
    assert sum(one.refunded > 0 for one in history.orders) > 500


def test_the_five_numbers_equal_the_recount_on_real_orders(
    history: History, tmp_path: Path
) -> None:
    facts = history.open(tmp_path)
    period, recount = Period(FIRST, UNTIL, ZONE), Recount(history, FIRST, UNTIL, "GBP")
    for name in (
        "contact_rate", "answered_in_time", "settled_once", "cost_per_settled", "repurchase",
    ):  # fmt: skip
        amounts = {"currency": "GBP"} if name == "cost_per_settled" else {}
        found = getattr(measures, name)(facts, period, **amounts).to_pyarrow().to_pylist()
        assert found == [getattr(recount, name)()], name
        assert found[0]["value"] > 0


def test_the_attributed_ledger_equals_the_recount_on_real_orders(
    history: History, tmp_path: Path
) -> None:
    found = attributed(history.open(tmp_path), Period(FIRST, UNTIL, ZONE), currency="GBP")
    expected = Recount(history, FIRST, UNTIL).attributed()
    assert (found.orders, found.revenue.amount) == expected
    assert found.orders > 0
