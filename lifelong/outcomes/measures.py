"""The five numbers, each defined here and nowhere else, as expressions over facts: they run on
DuckDB, and on whatever else the tables lie. Each gives a table with the parts and the `value`,
null where there is nothing to divide by; one row, or one for each topic or channel (`by`).

Spam counts nowhere. A contact that was combined with another was begun all the same, but is not
closed on its own account.
"""

from datetime import datetime, timedelta
from typing import Literal

import ibis
from django.utils.translation import gettext as _
from ibis.expr.types import BooleanValue, Table, TimestampValue, Value

from lifelong.conversations.models import Resolution
from lifelong.lib.errors import Refused
from lifelong.outcomes.facts import Facts
from lifelong.outcomes.period import Period
from lifelong.outcomes.soon import followed

By = Literal["topic_id", "channel"]
#: who does not come back for so long is settled
SETTLED = timedelta(days=7)
REPURCHASE = timedelta(days=30)
#: so long after a period the number of this name is known for the whole of it; others at its end
KNOWN_AFTER = {"settled_once": SETTLED, "cost_per_settled": SETTLED, "repurchase": REPURCHASE}


class TooEarly(Refused):
    """It is not yet known who of these comes back."""

    code = "too-early"


def is_known(name: str, facts: Facts, period: Period) -> bool:
    """Whether the number of this name is known for the whole of a period, and not only for the
    first of its days."""
    return period.end + KNOWN_AFTER.get(name, timedelta()) <= facts.seen_until


def contact_rate(facts: Facts, period: Period, *, by: By | None = None) -> Table:
    """`contacts` begun by customers, replies to outreach apart, of each 100 `orders` placed (by
    customers: no exchange, reship or test). By topic or channel, of each 100 orders of all."""
    contacts = not_spam(facts.contacts)
    begun = contacts.filter(
        contacts.begun_by == "customer", _within(contacts.opened_at, period.begin, period.end)
    )
    orders = placed(facts.orders)
    number = orders.filter(_within(orders.placed_at, period.begin, period.end)).aggregate(
        orders=ibis._.count()
    )
    found = _summed(begun, by, contacts=begun.count()).cross_join(number)
    return found.mutate(value=_ratio(found.contacts * 100, found.orders))


def answered_in_time(facts: Facts, period: Period, *, by: By | None = None) -> Table:
    """Of the contacts whose first answer fell `due`, how many had it by then (`in_time`). What was
    never answered, or was given up, is among them."""
    contacts = not_spam(facts.contacts)
    due = contacts.filter(
        _within(contacts.due_at, period.begin, period.end), contacts.due_at <= facts.seen_until
    )
    in_time = _count_if((due.first_reply_at <= due.due_at).fill_null(False))
    found = _summed(due, by, due=due.count(), in_time=in_time)
    return found.mutate(value=_ratio(found.in_time, found.due))


def settled_once(facts: Facts, period: Period, *, by: By | None = None) -> Table:
    """Of the contacts `closed` whose 7 days are over, those after which the same person did not
    come back on the same order (on the same topic, where no order was known), by any channel, nor
    to the same contact. What the customer `confirmed`, where they were `silent`, and who
    `came_back` stand apart; `settled` is the first two."""
    closed = _closed(facts, period, known_after=KNOWN_AFTER["settled_once"])
    others = not_spam(facts.contacts)
    others = others.filter(
        others.begun_by != "us", _within(others.opened_at, period.begin, period.end + SETTLED)
    )
    events = ibis.union(
        others.select("customer_id", subject="order_id", at="opened_at"),
        others.select("customer_id", subject="topic_id", at="opened_at"),
    )
    asked = closed.mutate(subject=closed.order_id.coalesce(closed.topic_id), at=closed.closed_at)
    elsewhere = followed(asked, events, ["customer_id", "subject"], within=SETTLED)
    again = facts.reopenings.select("contact_id", at="reopened_at")
    to_it = followed(asked, again, ["contact_id"], within=SETTLED)
    said = ("contact_id", "topic_id", "channel", "confirmed")
    back = ibis.union(elsewhere.select(*said), to_it.select(*said), distinct=True)
    parts = ibis.union(
        asked.select("topic_id", "channel", "confirmed", closed=1, back=0),
        back.select("topic_id", "channel", "confirmed", closed=0, back=1),
    )
    found = _summed(
        parts,
        by,
        closed=_total(parts.closed),
        confirmed=_total(parts.confirmed.ifelse(parts.closed - parts.back, 0)),
        silent=_total(parts.confirmed.ifelse(0, parts.closed - parts.back)),
        came_back=_total(parts.back),
    )
    found = found.mutate(settled=found.confirmed + found.silent)
    return found.mutate(value=_ratio(found.settled, found.closed))


def cost_per_settled(facts: Facts, period: Period, *, currency: str) -> Table:
    """Minor units of `currency`: `cost`, which is wages and licences, of each one `settled`.
    Beside it the `concessions`, and `unpriced_seconds`: paid time without a wage, which the cost
    leaves out.
    Raises `TooEarly` while somebody of the period may still come back: time would be counted
    whose work is not."""
    if not is_known("cost_per_settled", facts, period):
        raise TooEarly(
            _("Choose a period that ended at least 7 days ago: customers may come back.")
        )
    costs, given = facts.costs, facts.concessions
    costs = costs.filter(costs.day >= period.first, costs.day < period.until)
    given = given.filter(
        given.currency == currency, _within(given.granted_at, period.begin, period.end)
    )
    unpriced = costs.amount.isnull().ifelse(costs.paid_seconds, 0)
    found = (
        settled_once(facts, period)
        .select("settled")
        .cross_join(
            costs.aggregate(
                cost=costs.amount.sum().fill_null(0),
                paid_seconds=costs.paid_seconds.sum().fill_null(0),
                unpriced_seconds=unpriced.sum().fill_null(0),
            )
        )
        .cross_join(given.aggregate(concessions=given.amount.sum().fill_null(0)))
    )
    return found.mutate(value=_ratio(found.cost, found.settled))


def repurchase(facts: Facts, period: Period, *, by: By | None = None) -> Table:
    """Of the `customers` with a contact closed whose 30 days are over, those with a `bought` order
    after it within them. A customer counts once a month (of the brand's zone), with the first
    contact closed in it, so that the topics' sum is the whole."""
    closed = _closed(facts, period, known_after=KNOWN_AFTER["repurchase"])
    month = [closed.customer_id, closed.closed_on.year(), closed.closed_on.month()]
    order = ibis.row_number().over(
        ibis.window(group_by=month, order_by=[closed.closed_at, closed.contact_id])
    )
    first = closed.mutate(order=order, at=closed.closed_at).filter(ibis._.order == 0)
    orders = bought(facts.orders)
    orders = orders.filter(_within(orders.placed_at, period.begin, period.end + REPURCHASE))
    again = followed(
        first, orders.select("customer_id", at="placed_at"), ["customer_id"], within=REPURCHASE
    )
    parts = ibis.union(
        first.select("topic_id", "channel", customers=1, bought=0),
        again.select("topic_id", "channel", customers=0, bought=1),
    )
    found = _summed(parts, by, customers=_total(parts.customers), bought=_total(parts.bought))
    return found.mutate(value=_ratio(found.bought, found.customers))


def not_spam(contacts: Table) -> Table:
    return contacts.filter(contacts.resolution != Resolution.SPAM.value)


def placed(orders: Table) -> Table:
    """What customers ordered: no exchange, reship or test."""
    return orders.filter(orders.kind == "order", ~orders.is_test)


def bought(orders: Table) -> Table:
    """Of these, paid, and not refunded whole; known to be somebody's."""
    orders = placed(orders)
    return orders.filter(orders.paid, orders.refunded < orders.total, orders.customer_id.notnull())


def _closed(facts: Facts, period: Period, *, known_after: timedelta) -> Table:
    contacts = not_spam(facts.contacts)
    return contacts.filter(
        contacts.resolution != Resolution.COMBINED.value,
        _within(contacts.closed_at, period.begin, period.end),
        contacts.closed_at <= facts.seen_until - known_after,
    )


def _within(at: TimestampValue, begin: datetime, end: datetime) -> BooleanValue:
    return (at >= begin) & (at < end)


def _count_if(condition: BooleanValue) -> Value:
    return condition.ifelse(1, 0).sum().fill_null(0)


def _total(numbers: Value) -> Value:
    return numbers.cast("int64").sum().fill_null(0)


def _ratio(part: Value, whole: Value) -> Value:
    return part.cast("float64") / whole.nullif(0)


def _summed(table: Table, by: By | None, **sums: Value) -> Table:
    return table.group_by(by).aggregate(**sums) if by else table.aggregate(**sums)
