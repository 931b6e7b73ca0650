"""What may be given to somebody here and now, before anything is wished for."""

from dataclasses import dataclass

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Order
from lifelong.concessions import queries
from lifelong.concessions.actions.weighing import (
    Wish,
    address_of,
    given_before,
    people_of,
)
from lifelong.concessions.authority import Kind, Level, Reason, Signal, left
from lifelong.concessions.owed import facts_of, owed_left, returned
from lifelong.concessions.policy import owes
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lib.money import Money


@dataclass(frozen=True)
class Outlook:
    """`level`: what the agent holds in this currency, None: nothing."""

    level: Level | None
    #: for these reasons policy owes something now, as these kinds
    owed: dict[Reason, list[Kind]]
    #: of the order's money, what may still be owed, and what may still be paid back
    owed_left: Money
    returnable: Money
    #: beyond policy, the most that this agent may give of each kind by themselves
    left: dict[Kind, Money]
    #: these ask for a second person, whatever it is
    signals: tuple[Signal, ...]


def outlook(customer: Customer, order: Order | None, *, currency: str, by: Agent) -> Outlook:
    """For this order; None: for no order at all."""
    now = clock.now()
    # what is asked after is the same for whatever might be wished for
    wish = Wish(Kind.REFUND, Money(1, currency), Reason.GOODWILL, customer, order)
    people = people_of(customer)
    levels = queries.levels(currency, now=now)
    holds = queries.held_by(by, levels, now=now)
    given = given_before(
        wish, people=people, address=address_of(wish, people), by=by, holds=holds, now=now
    )
    total = order.money(order.total) if order else None
    lefts = {kind: left(holds, kind, total=total, given=given) for kind in Kind} if holds else {}
    return Outlook(
        level=holds,
        owed=_owed(order) if order else {},
        owed_left=Money(owed_left(order) if order else 0, currency),
        returnable=Money(max(order.total - given.returned, 0) if order else 0, currency),
        left={kind: Money(amount, currency) for kind, amount in lefts.items() if amount},
        signals=given.signals,
    )


def whole(order: Order, kind: Kind) -> Money:
    """All of an order, as that kind: of its money, what was not given back before."""
    back = returned(order) if kind is Kind.REFUND else 0
    return order.money(max(order.total - back, 0))


def _owed(order: Order) -> dict[Reason, list[Kind]]:
    now = clock.now()
    policy = queries.policy(now=now)
    if policy is None:
        return {}
    facts = facts_of(order)
    found = {
        reason: [kind for kind in Kind if owes(policy, kind, reason, facts, now=now)]
        for reason in Reason
    }
    return {
        reason: kinds for reason, kinds in found.items() if kinds and owed_left(order, reason) > 0
    }
