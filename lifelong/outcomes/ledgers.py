"""What service earned, in two ledgers that stand side by side and are never summed: an attributed
order would perhaps have come anyway, and a caused amount has no orders to point at. They are of
different kinds on purpose; neither can be added."""

from dataclasses import dataclass
from datetime import timedelta

import ibis

from lifelong.lib.money import Money
from lifelong.outcomes.effects import Interval
from lifelong.outcomes.facts import Facts
from lifelong.outcomes.measures import bought, not_spam
from lifelong.outcomes.nearest import last_before
from lifelong.outcomes.period import Period

ATTRIBUTED = timedelta(days=3)


@dataclass(frozen=True)
class Attributed:
    """Orders after a contact, and what was paid for them less what was refunded."""

    orders: int
    revenue: Money


@dataclass(frozen=True)
class Caused:
    """What a play changed over all whom it treated. Bounds of None: not yet known."""

    revenue: Money
    low: Money | None
    high: Money | None


def attributed(facts: Facts, period: Period, *, currency: str) -> Attributed:
    """Bought orders of the period whose buyer's last contact was begun within the 3 days before
    (the moment itself included). `currency`: the one in which the facts are."""
    orders = bought(facts.orders)
    orders = orders.filter(orders.placed_at >= period.begin, orders.placed_at < period.end)
    seen = last_before(
        orders.mutate(at=orders.placed_at),
        not_spam(facts.contacts).select("customer_id", at="opened_at"),
        ["customer_id"],
    )
    near = seen.filter(seen.last_at >= seen.placed_at - ibis.interval(days=ATTRIBUTED.days))
    (found,) = (
        near.aggregate(orders=near.count(), revenue=(near.total - near.refunded).sum().fill_null(0))
        .to_pyarrow()
        .to_pylist()
    )
    return Attributed(found["orders"], Money(int(found["revenue"]), currency))


def caused(effect: Interval, *, treated: int, currency: str) -> Caused:
    """`effect`: an interval of `always_valid` on revenue for each person, in minor units.
    `treated`: people in the treatment arm; who is owed help is not among them."""
    known = effect.low > float("-inf")

    def over_all(each: float) -> Money:
        return Money(round(each * treated), currency)

    return Caused(
        over_all(effect.effect),
        over_all(effect.low) if known else None,
        over_all(effect.high) if known else None,
    )
