"""The five numbers once more, from domain.md, in plain Python over lists: slow, and written apart
from the expressions. Nothing here may be imported from `measures`."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from lifelong.outcomes.facts import ContactFact, OrderFact
from lifelong.outcomes.tests.histories import ZONE, History

Row = dict[str, object]
WEEK, MONTH = timedelta(hours=7 * 24), timedelta(hours=30 * 24)


class Recount:
    def __init__(self, history: History, first: date, until: date, currency: str = "EUR") -> None:
        self.history = history
        self.currency = currency
        self.first, self.until = first, until
        self.begin = datetime.combine(first, time(), ZONE)
        self.end = datetime.combine(until, time(), ZONE)
        self.contacts = [one for one in history.contacts if one.resolution != "spam"]

    def within(self, at: datetime | None) -> bool:
        return at is not None and self.begin.timestamp() <= at.timestamp() < self.end.timestamp()

    def contact_rate(self, contacts: Iterable[ContactFact] | None = None) -> Row:
        begun = [
            one
            for one in (self.contacts if contacts is None else contacts)
            if one.begun_by == "customer" and self.within(one.opened_at)
        ]
        placed = [
            one
            for one in self.history.orders
            if one.kind == "order" and not one.is_test and self.within(one.placed_at)
        ]
        value = 100 * len(begun) / len(placed) if placed else None
        return {"contacts": len(begun), "orders": len(placed), "value": value}

    def answered_in_time(self, contacts: Iterable[ContactFact] | None = None) -> Row:
        due = in_time = 0
        for one in self.contacts if contacts is None else contacts:
            if one.due_at and self.within(one.due_at) and one.due_at <= self.history.seen_until:
                due += 1
                in_time += bool(one.first_reply_at and one.first_reply_at <= one.due_at)
        return {"due": due, "in_time": in_time, "value": in_time / due if due else None}

    def settled_once(self, contacts: Iterable[ContactFact] | None = None) -> Row:
        found = {"confirmed": 0, "silent": 0, "came_back": 0}
        for one in self.contacts if contacts is None else contacts:
            if self._closed(one, WEEK):
                kind = "confirmed" if one.confirmed else "silent"
                found["came_back" if self._came_back(one) else kind] += 1
        closed, settled = sum(found.values()), found["confirmed"] + found["silent"]
        value = settled / closed if closed else None
        return {"closed": closed, **found, "settled": settled, "value": value}

    def cost_per_settled(self) -> Row:
        costs = [one for one in self.history.costs if self.first <= one.day < self.until]
        cost = sum(one.amount or 0 for one in costs)
        settled = self.settled_once()["settled"]
        assert isinstance(settled, int)
        given = [one for one in self.history.concessions if self.within(one.granted_at)]
        given = [one for one in given if one.currency == self.currency]
        return {
            "settled": settled,
            "cost": cost,
            "paid_seconds": sum(one.paid_seconds for one in costs),
            "unpriced_seconds": sum(one.paid_seconds for one in costs if one.amount is None),
            "concessions": sum(one.amount for one in given),
            "value": cost / settled if settled else None,
        }

    def repurchase(self, contacts: Iterable[ContactFact] | None = None) -> Row:
        firsts: dict[object, ContactFact] = {}
        closed = [one for one in self.contacts if self._closed(one, MONTH)]
        for one in sorted(closed, key=lambda one: (one.closed_at, str(one.contact_id))):
            assert one.closed_at is not None
            day = one.closed_at.astimezone(ZONE)
            firsts.setdefault((one.customer_id, day.year, day.month), one)
        wanted = None if contacts is None else {one.contact_id for one in contacts}
        counted = [one for one in firsts.values() if wanted is None or one.contact_id in wanted]
        again = sum(any(self._bought_after(order, one) for order in self.history.orders)
                    for one in counted)  # fmt: skip
        value = again / len(counted) if counted else None
        return {"customers": len(counted), "bought": again, "value": value}

    def attributed(self) -> tuple[int, int]:
        """(orders, minor units)"""
        near = [
            order
            for order in self.history.orders
            if _is_bought(order) and self.within(order.placed_at)
            if any(
                one.customer_id == order.customer_id
                and one.begun_by != "us"
                and timedelta() <= order.placed_at - one.opened_at <= timedelta(days=3)
                for one in self.contacts
            )
        ]
        return len(near), sum(order.total - order.refunded for order in near)

    def _closed(self, one: ContactFact, known_after: timedelta) -> bool:
        return (
            one.resolution != "combined"
            and one.closed_at is not None
            and self.within(one.closed_at)
            and one.closed_at + known_after <= self.history.seen_until
        )

    def _came_back(self, one: ContactFact) -> bool:
        assert one.closed_at is not None
        moments = [
            back.reopened_at
            for back in self.history.reopenings
            if back.contact_id == one.contact_id
        ]
        for other in self.contacts:
            if other.customer_id != one.customer_id or other.begun_by == "us":
                continue
            if one.order_id:
                same = other.order_id == one.order_id
            else:
                same = one.topic_id is not None and other.topic_id == one.topic_id
            if same and other is not one:
                moments.append(other.opened_at)
        return any(timedelta() < at - one.closed_at <= WEEK for at in moments)

    def _bought_after(self, order: OrderFact, one: ContactFact) -> bool:
        assert one.closed_at is not None
        return (
            _is_bought(order)
            and order.customer_id == one.customer_id
            and timedelta() < order.placed_at - one.closed_at <= MONTH
        )


def _is_bought(order: OrderFact) -> bool:
    regular = order.kind == "order" and not order.is_test and order.customer_id is not None
    return regular and order.paid and order.refunded < order.total
