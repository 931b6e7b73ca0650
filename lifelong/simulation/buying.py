"""Who buys what and when in two years, and how it goes: the orders as they are to be, no rows.

More in spring and before Christmas; a few regulars; some parcels late, some lost.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lifelong.simulation.catalogue import ARTICLES, Article, demand
from lifelong.simulation.names import GERMANY
from lifelong.simulation.people import CAST, GERD, HANNAH, LEILA, OLIVER, Buyer
from lifelong.simulation.shop import ZONE

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DAYS = 730
#: how many orders somebody places in all, and how many of a hundred do
_LOYALTY = [((1, 1), 36), ((2, 2), 22), ((3, 4), 20), ((5, 8), 15), ((9, 15), 7)]
#: beside an ordinary day: the months, and the weeks before Christmas
_MONTHS = {1: 0.6, 2: 0.9, 3: 1.6, 4: 2.1, 5: 1.8, 7: 0.8, 8: 0.7, 10: 0.9, 11: 1.6, 12: 2.6}
_AFTER_CHRISTMAS = 0.5


class Fate(StrEnum):
    FINE = "fine"
    LATE = "late"
    LOST = "lost"
    RETURNED = "returned"
    DAMAGED = "damaged"
    CANCELLED = "cancelled"


_FATES = {
    Fate.FINE: 75, Fate.LATE: 9, Fate.LOST: 2, Fate.RETURNED: 8, Fate.DAMAGED: 3.5,
    Fate.CANCELLED: 2.5,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    article: Article
    choice: int
    quantity: int
    #: off the whole line, in cents
    discount: int

    @property
    def amount(self) -> int:
        return self.article.price_of(self.choice) * self.quantity - self.discount


@dataclass
class Parcel:
    carrier: str
    number: str
    #: which lines of the order are in it
    places: list[int]
    shipped_at: datetime
    expected_on: date
    delivered_at: datetime | None
    #: when it was said to come later, and when then
    late_at: datetime | None = None
    then_on: date | None = None
    failed_at: datetime | None = None


@dataclass
class Purchase:
    """An order with all that becomes of it, also what is still to come."""

    buyer: Buyer
    placed_at: datetime
    fate: Fate
    lines: list[Line]
    number: str = ""
    parcels: list[Parcel] = field(default_factory=list)
    cancelled_at: datetime | None = None
    #: when money went back, how much, and for which line alone
    refunded_at: datetime | None = None
    refunded: int = 0
    refunded_line: int | None = None
    #: whom it is sent to, if not to the buyer
    gift_for: Buyer | None = None

    @property
    def goods(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def shipping(self) -> int:
        return 0 if self.goods >= 6000 else 490

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def arrived_at(self) -> datetime | None:
        moments = [one.delivered_at for one in self.parcels]
        return max((one for one in moments if one), default=None) if all(moments) else None


def purchases(buyers: list[Buyer], *, now: datetime, chance: random.Random) -> list[Purchase]:
    """All orders, the oldest first, numbered in their order."""
    days = [now - ago * DAY for ago in range(DAYS, 0, -1)]
    weights = [_busy(day) * (1 + 0.5 * place / DAYS) for place, day in enumerate(days)]
    found = [_cast(one, now, chance) for one in buyers if one.name in CAST]
    for buyer in buyers:
        found += [
            _purchase(buyer, _hour(day, now, chance), _fate(chance), chance)
            for day in chance.choices(days, weights, k=_how_many(buyer, chance))
        ]
    found += _crowd(buyers, now, chance)
    found.sort(key=lambda one: one.placed_at)
    friends = [one for one in buyers if one.phone and one.land is GERMANY]
    for place, one in enumerate(found):
        one.number = f"HB-{20417 + place}"
        if one.placed_at.month == 12 and chance.random() < 0.3:
            one.gift_for = chance.choice(friends)
    return found


@dataclass(frozen=True)
class Crowd:
    """Many parcels of one carrier that are late at once."""

    count: int
    carrier: str


CROWD = Crowd(24, "DHL")


def _crowd(buyers: list[Buyer], now: datetime, chance: random.Random) -> Iterator[Purchase]:
    """Under way since the day before yesterday, and said to be late in the last three hours."""
    near = [one for one in buyers if one.land is GERMANY and one.name not in CAST and one.email]
    for buyer in chance.sample(near, CROWD.count):
        placed_at = now - 3 * DAY - chance.uniform(0, 20) * HOUR
        made = Purchase(buyer, placed_at, Fate.FINE, list(_lines(now, chance)))
        number = f"DH{chance.randrange(10**11, 10**12)}"
        today = (now + DAY / 2).date()
        parcel = Parcel(
            CROWD.carrier, number, list(range(len(made.lines))), now - 2 * DAY, today, None
        )
        parcel.late_at = now - chance.uniform(12, 170) * MINUTE
        parcel.then_on = today + 2 * DAY
        made.parcels.append(parcel)
        yield made


def _busy(day: datetime) -> float:
    if (day.month, day.day) >= (12, 20):
        return _AFTER_CHRISTMAS
    return _MONTHS.get(day.month, 1.0) * (1.3 if day.weekday() in (0, 6) else 1.0)


def _how_many(buyer: Buyer, chance: random.Random) -> int:
    if buyer.name == HANNAH:
        return 17
    ((least, most),) = chance.choices([r for r, _ in _LOYALTY], [share for _, share in _LOYALTY])
    return chance.randint(least, most)


def _hour(day: datetime, now: datetime, chance: random.Random) -> datetime:
    """A moment of that day: people buy in the evening."""
    local = day.astimezone(ZoneInfo(ZONE)).replace(minute=chance.randrange(60), microsecond=0)
    hour = chance.choices(range(7, 24), [2, 3, 4, 4, 4, 4, 4, 3, 3, 3, 4, 5, 6, 8, 9, 7, 3])[0]
    at = local.replace(hour=hour, second=chance.randrange(60)).astimezone(now.tzinfo)
    return min(at, now - HOUR)


def _fate(chance: random.Random) -> Fate:
    return chance.choices(list(_FATES), list(_FATES.values()))[0]


def _purchase(buyer: Buyer, at: datetime, fate: Fate, chance: random.Random) -> Purchase:
    made = Purchase(buyer, at, fate, list(_lines(at, chance)))
    if fate is Fate.CANCELLED:
        made.cancelled_at = at + chance.uniform(1, 9) * HOUR
        made.refunded_at, made.refunded = made.cancelled_at + 5 * MINUTE, made.total
        return made
    halves = [list(range(len(made.lines)))]
    if len(made.lines) > 1 and chance.random() < 0.12:
        halves = [halves[0][:1], halves[0][1:]]
    for place, places in enumerate(halves):
        leaves = _by_day(at + chance.uniform(8, 52) * HOUR + 2 * place * DAY, chance)
        shipped_at = max(leaves, at + 3 * HOUR)
        made.parcels.append(_parcel(buyer, places, shipped_at, fate, chance))
    _give_back(made, chance)
    return made


def _lines(at: datetime, chance: random.Random) -> Iterator[Line]:
    off = 0.1 if chance.random() < 0.12 else 0.0
    weights = [demand(article, at.month) for article in ARTICLES]
    chosen = chance.choices(ARTICLES, weights, k=chance.choice([1, 1, 1, 2, 2, 3, 4]))
    for article in dict.fromkeys(chosen):
        choice = chance.randrange(max(1, len(article.choices)))
        quantity = chance.choice([1, 1, 1, 2, 3]) if article.price < 2000 else 1
        discount = round(article.price_of(choice) * quantity * off)
        yield Line(article, choice, quantity, discount)


def _parcel(
    buyer: Buyer, places: list[int], shipped_at: datetime, fate: Fate, chance: random.Random
) -> Parcel:
    days = chance.choice([1, 1, 2, 2, 3]) if buyer.land is GERMANY else chance.randint(3, 6)
    arrives = _by_day(shipped_at + days * DAY, chance)
    carrier = chance.choice(buyer.land.carriers)
    number = f"{carrier[:2].upper()}{chance.randrange(10**11, 10**12)}"
    parcel = Parcel(carrier, number, places, shipped_at, arrives.date() + DAY, arrives)
    if fate in (Fate.LATE, Fate.LOST):
        parcel.late_at = arrives + DAY + 3 * HOUR
        parcel.then_on = parcel.expected_on + chance.randint(2, 6) * DAY
        parcel.delivered_at = arrives + (parcel.then_on - parcel.expected_on) + DAY
    if fate is Fate.LOST:
        parcel.failed_at = arrives + chance.randint(9, 12) * DAY
        parcel.delivered_at = None
    return parcel


def _give_back(made: Purchase, chance: random.Random) -> None:
    arrived_at = made.arrived_at
    if made.fate is Fate.LOST:
        failed_at = max(one.failed_at for one in made.parcels if one.failed_at)
        made.refunded_at, made.refunded = failed_at + 6 * HOUR, made.total
    elif made.fate is Fate.RETURNED and arrived_at is not None:
        made.refunded_line = chance.randrange(len(made.lines))
        made.refunded = made.lines[made.refunded_line].amount
        made.refunded_at = _by_day(arrived_at + chance.randint(9, 20) * DAY, chance)
    elif made.fate is Fate.DAMAGED and arrived_at is not None and made.buyer.signed:
        made.refunded_line, made.refunded = 0, made.lines[0].amount // 5
        made.refunded_at = _by_day(arrived_at + 2 * DAY, chance)


def _by_day(moment: datetime, chance: random.Random) -> datetime:
    """The same day or, on a Sunday, the next: between eight and six."""
    if moment.weekday() == 6:
        moment += DAY
    return moment.replace(
        hour=chance.randint(8, 17), minute=chance.randrange(60), second=chance.randrange(60)
    )


#: what those who write now write about: ordered so many days ago, how it goes, and what it is
_CAST = {
    HANNAH: (5, Fate.FINE, "Elderflower cordial, case of six"),
    GERD: (21, Fate.LOST, "Pruning shears"),
    LEILA: (6, Fate.LATE, "Merino garden throw"),
    OLIVER: (9, Fate.LATE, "Cast-iron skillet"),
}


def _cast(buyer: Buyer, now: datetime, chance: random.Random) -> Purchase:
    ago, fate, name = _CAST[buyer.name]
    article = next(one for one in ARTICLES if one.name == name)
    made = Purchase(buyer, now - ago * DAY, fate, [Line(article, 0, 1, 0)])
    parcel = _parcel(buyer, [0], made.placed_at + DAY, fate, chance)
    made.parcels.append(parcel)
    if fate is Fate.FINE:
        parcel.expected_on, parcel.delivered_at = (now - DAY).date(), now - DAY
        return made
    # it was to be here long ago, and nobody knows more
    parcel.expected_on = (made.placed_at + 3 * DAY).date()
    parcel.late_at, parcel.then_on = made.placed_at + 4 * DAY, (now - DAY).date()
    parcel.delivered_at = parcel.failed_at = None
    return made
