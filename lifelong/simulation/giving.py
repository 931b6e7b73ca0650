"""What may be given at the made-up shop, by whom; what was given lately; and what somebody asks."""

from datetime import datetime, timedelta

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Financial, Order
from lifelong.concessions.actions.approving import ask
from lifelong.concessions.actions.carrying_out import begin_try, carried_out, failed_once
from lifelong.concessions.actions.giving import give
from lifelong.concessions.actions.setting_authority import (
    add_level,
    hand_level,
    set_level,
    set_policy,
)
from lifelong.concessions.actions.weighing import Wish
from lifelong.concessions.authority import Kind, Limit, Reason
from lifelong.concessions.models import AuthorityLevel, Concession
from lifelong.concessions.policy import Policy
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.simulation.people import CAST, HANNAH

DAY = timedelta(days=1)
_FAULTS = frozenset({Reason.DAMAGED, Reason.WRONG, Reason.LOST, Reason.LATE})
#: name; the most on an order in euros and in percent; to one customer, and by one hero in 30 days
_LEVELS = [
    ("Hero", 20, 30, 50, 300),
    ("Senior", 60, 60, 150, 900),
    ("Lead", 250, 100, 500, 3000),
]
_HOLDERS = {
    "Hero": ("mia", "priya", "tomasz", "noura", "bjarne"),
    "Senior": ("jonas", "elif", "carla"),
    "Lead": ("ruth",),
}
#: days ago, by whom, what, in cents, why, the shop's name of it ("": it failed)
_PAST = [
    (41, "priya", Kind.DISCOUNT, 1000, Reason.LATE, "GARTEN-4K7Q"),
    (33, "jonas", Kind.CREDIT, 2500, Reason.GOODWILL, "6120041"),
    (19, "mia", Kind.DISCOUNT, 500, Reason.LATE, "GARTEN-9M2X"),
    (8, "elif", Kind.CREDIT, 1500, Reason.DAMAGED, "6120077"),
    (3, "tomasz", Kind.CREDIT, 1000, Reason.LATE, ""),
]
#: more than the least of the levels holds
_ASKED = 2500
_REFUSED = "The shop's answer: store credit is not switched on for this customer."


def lay_down(*, now: datetime) -> None:
    """Levels and holders, two years old and changed since; five gifts; one question."""
    heroes = {one.email.partition("@")[0]: one for one in Agent.objects.all()}
    levels = _levels(now)
    with clock.stopped_at(now - 700 * DAY):
        set_policy(Policy(claims=60 * DAY, returns=30 * DAY, lost_after=14 * DAY), by=None)
        for name, holders in _HOLDERS.items():
            for who in holders:
                hand_level(heroes[who], level=levels[name])
    for days, who, kind, amount, reason, ref in _PAST:
        with clock.stopped_at(now - days * DAY):
            order = _bought_before(now - days * DAY)
            _give(_wish(order, kind, amount, reason), by=heroes[who], ref=ref)
    with clock.stopped_at(now - timedelta(minutes=9)):
        theirs = Order.objects.filter(customer__name=HANNAH).order_by("-placed_at")[0]
        ask(
            _wish(theirs, Kind.CREDIT, _ASKED, Reason.GOODWILL),
            by=heroes["tomasz"],
            key="demo asked",
        )


def _levels(now: datetime) -> dict[str, AuthorityLevel]:
    found = {}
    for rank, (name, *_figures) in enumerate(_LEVELS, start=1):
        found[name] = add_level(name=name, currency="EUR", rank=rank)
    for since, share in ((700, 0.5), (200, 1.0)):
        with clock.stopped_at(now - since * DAY):
            for name, most, percent, per_customer, per_agent in _LEVELS:
                set_level(
                    found[name],
                    limits=_limits(int(most * 100 * share), percent),
                    per_customer=per_customer * 100,
                    per_agent=per_agent * 100,
                    period=30 * DAY,
                    by=None,
                )
    return found


def _limits(most: int, percent: int) -> dict[Kind, Limit]:
    return {
        Kind.REFUND: Limit(most, percent),
        Kind.DISCOUNT: Limit(most),
        Kind.CREDIT: Limit(most),
        Kind.RESHIP: Limit(3 * most, 100, _FAULTS),
    }


def _bought_before(moment: datetime) -> Order:
    """The newest paid order of then, of somebody who got nothing yet."""
    rows = Order.objects.filter(
        placed_at__lt=moment - 6 * DAY, financial=Financial.PAID, cancelled_at=None
    ).exclude(customer__name__in=CAST)
    got = Concession.objects.values("customer")
    return rows.exclude(customer__in=got).order_by("-placed_at", "id")[0]


def _wish(order: Order, kind: Kind, amount: int, reason: Reason) -> Wish:
    assert order.customer is not None
    return Wish(kind, Money(amount, order.currency), reason, order.customer, order)


def _give(wish: Wish, *, by: Agent, ref: str) -> None:
    """With what the shop made of it, a moment later."""
    made = give(wish, by=by, key=f"demo {wish.order and wish.order.number}")
    begin_try(made.id)
    if ref:
        carried_out(made.id, ref=ref)
    else:
        failed_once(made.id, words=_REFUSED, permanent=True, unsure=False, pause=timedelta(0))
