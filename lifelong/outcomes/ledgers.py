"""What service earned, in two ledgers that stand side by side and are never summed: an attributed
order would perhaps have come anyway, and a caused amount has no orders to point at. They are of
different kinds on purpose; neither can be added."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from lifelong.lib.money import Money
from lifelong.outcomes.effects import Interval
from lifelong.outcomes.facts import Facts
from lifelong.outcomes.measures import bought, not_spam
from lifelong.outcomes.period import Period
from lifelong.outcomes.soon import preceded

ATTRIBUTED = timedelta(days=3)


@dataclass(frozen=True)
class Attributed:
    """Orders after a contact, and what was paid for them less what was refunded."""

    orders: int
    revenue: Money


@dataclass(frozen=True)
class Caused:
    """What a play changed over all whom it treated, with its bounds. None: not yet known."""

    revenue: Money | None
    low: Money | None
    high: Money | None


def attributed(facts: Facts, period: Period, *, currency: str) -> Attributed:
    """Bought orders of the period whose buyer's last contact was begun, not by us, within the 3
    days before (the moment itself included), paid in `currency`."""
    orders = bought(facts.orders)
    orders = orders.filter(
        orders.placed_at >= period.begin,
        orders.placed_at < period.end,
        orders.currency == currency,
    )
    contacts = not_spam(facts.contacts)
    contacts = contacts.filter(
        contacts.begun_by != "us",
        contacts.opened_at >= period.begin - ATTRIBUTED,
        contacts.opened_at < period.end,
    )
    near = preceded(
        orders.mutate(at=orders.placed_at),
        contacts.select("customer_id", at="opened_at"),
        ["customer_id"],
        within=ATTRIBUTED,
    )
    (found,) = (
        near.aggregate(orders=near.count(), revenue=(near.total - near.refunded).sum().fill_null(0))
        .to_pyarrow()
        .to_pylist()
    )
    return Attributed(found["orders"], Money(int(found["revenue"]), currency))


def caused(parts: Iterable[tuple[Interval, int]], *, currency: str) -> Caused:
    """Of intervals of `always_valid` on revenue for each person, in minor units, each with how
    many were treated under it; who is owed help is not among them. Of people under several shares
    the amounts are summed, and the bounds: these then hold at least as often as all of theirs."""
    counted = [(effect, treated) for effect, treated in parts if treated]
    if any(effect.low == -inf for effect, _treated in counted):
        return Caused(None, None, None)

    def over_all(each: Callable[[Interval], float]) -> Money:
        return Money(round(sum(each(effect) * treated for effect, treated in counted)), currency)

    return Caused(
        over_all(lambda effect: effect.effect),
        over_all(lambda effect: effect.low),
        over_all(lambda effect: effect.high),
    )
