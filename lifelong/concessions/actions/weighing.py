"""A wish to give, weighed: what policy says of it, what was given before, who may allow it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Order, Recipient
from lifelong.commerce.queries import PAID
from lifelong.concessions import queries
from lifelong.concessions.actions.taking_turns import take_turns
from lifelong.concessions.authority import (
    LOOKED_BACK,
    OFTEN,
    Answer,
    Ask,
    Given,
    Kind,
    Level,
    Reason,
    Signal,
    check,
)
from lifelong.concessions.models import AuthorityLevel, Concession
from lifelong.concessions.owed import is_owed, returned, worth
from lifelong.concessions.queries import Shop
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money


class NotThisOrder(Refused):
    code = "not-this-order"
    status = 422


@dataclass(frozen=True)
class Wish:
    """What somebody wants to give to whom. `items`: quantities by the refs of the order's items;
    {}: an amount, whatever it was for."""

    kind: Kind
    money: Money
    reason: Reason
    customer: Customer
    order: Order | None = None
    items: Mapping[str, int] = field(default_factory=dict)
    contact: Contact | None = None


@dataclass(frozen=True)
class Ground:
    """What stands for one customer, order and currency whatever is wished for."""

    people: set[UUID]
    address: str
    shop: Shop
    levels: Sequence[Level]
    holds: Level | None
    given: Given


@dataclass(frozen=True)
class Weighed:
    answer: Answer
    due: bool
    address: str
    shop: Shop
    signals: tuple[Signal, ...]


def weigh(
    wish: Wish, *, by: Agent | AuthorityLevel, key: str = "", seconded: bool | None = None
) -> Weighed:
    """Whether `by` may give that, under locks that hold until the transaction ends.

    `key`: under which nobody else asks at the same time. `seconded`: `by` is the second person,
    so that signs of abuse ask for no third; says what was due when the first one asked.
    Raises `NotThisOrder`.
    """
    people = people_of(wish.customer)
    _refuse_others(wish, people)
    address = address_of(wish, people)
    take_turns(
        [f"customer:{one}" for one in people]
        + [f"agent:{by.id}"]
        + ([f"order:{wish.order.id}"] if wish.order else [])
        + ([f"address:{address}"] if address else [])
        + ([f"key:{key}"] if key else [])
    )
    if wish.order is not None:
        # as it is now that it is our turn
        wish = replace(wish, order=Order.objects.get(pk=wish.order.id))
    return foresee(wish, by=by, seconded=seconded)


def ground_of(wish: Wish, people: set[UUID], *, by: Agent | AuthorityLevel) -> Ground:
    """For this wish and all that differ from it in kind, amount and reason alone. `people`: the
    customers who are this person.

    Raises `NotThisOrder` where they are in no shop's records.
    """
    now = clock.now()
    shop = _shop_of(wish, people)
    address = address_of(wish, people)
    levels = queries.levels(wish.money.currency, now=now)
    holds = _holds(by, levels, now=now)
    given = given_before(wish, people=people, address=address, by=by, holds=holds, now=now)
    return Ground(people, address, shop, levels, holds, given)


def foresee(
    wish: Wish,
    *,
    by: Agent | AuthorityLevel,
    seconded: bool | None = None,
    ground: Ground | None = None,
) -> Weighed:
    """The same without waiting for a turn: what would be said if it were wished for now.
    `ground`: what was found for a wish like it.

    Raises `NotThisOrder`.
    """
    now = clock.now()
    people = ground.people if ground else people_of(wish.customer)
    _refuse_others(wish, people)
    ground = ground or ground_of(wish, people, by=by)
    given, order = ground.given, wish.order
    # what is seconded as a concession stays one; what was due has to be so still
    due = (
        order is not None
        and seconded is not False
        and is_owed(
            order, wish.kind, wish.reason, wish.money, wish.items, now=now, was_owed=bool(seconded)
        )
    )
    if seconded is not None:
        given = replace(given, signals=())
    ask = Ask(
        kind=wish.kind,
        money=wish.money,
        reason=wish.reason,
        total=order.money(order.total) if order else None,
        due=due,
    )
    asker = by if isinstance(by, Agent) else None
    askable = queries.askable(ground.levels, by=asker, now=now)
    answer = check(ask, holds=ground.holds, levels=askable, given=given)
    return Weighed(answer, due, ground.address, ground.shop, given.signals)


def _holds(by: Agent | AuthorityLevel, levels: Sequence[Level], *, now: datetime) -> Level | None:
    if isinstance(by, Agent):
        return queries.held_by(by, levels, now=now)
    return next((level for level in levels if level.id == by.id), None)


def people_of(customer: Customer) -> set[UUID]:
    """The customers who are this person."""
    lead = Customer.objects.values_list("lead_id", flat=True).get(pk=customer.id) or customer.id
    return set(Customer.objects.filter(Q(pk=lead) | Q(lead=lead)).values_list("id", flat=True))


def _refuse_others(wish: Wish, people: set[UUID]) -> None:
    order = wish.order
    if order is None:
        if wish.items:
            raise NotThisOrder(_("Choose the order that these items are from."))
        return
    # money goes back the way it came: to who paid
    if order.customer_id not in people:
        raise NotThisOrder(_("This order was not bought by this customer."))
    if wish.kind is Kind.REFUND and order.financial not in PAID:
        raise NotThisOrder(_("This order was not paid, so nothing can be paid back."))
    bought = dict(order.items.values_list("ref", "quantity"))
    for ref, quantity in wish.items.items():
        if not 0 < quantity <= bought.get(ref, 0):
            raise NotThisOrder(_("So many of this item were not in the order."))
    if wish.kind is Kind.RESHIP and wish.money.amount != worth(order, wish.items):
        raise NotThisOrder(_("Say which items are to be sent again; they come at their price."))


def _shop_of(wish: Wish, people: set[UUID]) -> Shop:
    shop = queries.shop_of(people, order=wish.order or queries.last_order(people))
    if shop is None:
        raise NotThisOrder(_("They are in no shop’s records, so no shop is known to give it in."))
    return shop


def address_of(wish: Wish, people: set[UUID]) -> str:
    """A digest of where the order went; with no order, of where the last one did."""
    order = wish.order or queries.last_order(people)
    to = Recipient.objects.filter(order=order).order_by("id").first() if order else None
    if to is None or not to.address:
        return ""
    spelled = "\n".join(" ".join(str(line).casefold().split()) for line in to.address)
    return hashlib.sha256(spelled.encode()).hexdigest()


def given_before(
    wish: Wish,
    *,
    people: set[UUID],
    address: str,
    by: Agent | AuthorityLevel,
    holds: Level | None,
    now: datetime,
) -> Given:
    counted = queries.counted().filter(currency=wish.money.currency)
    theirs = Q(customer__in=people)
    if address:
        theirs |= Q(address=address)
    lately = queries.counted().filter(theirs, granted_at__gt=now - LOOKED_BACK)
    beyond = counted.filter(due=False)
    in_period = beyond.none()
    if holds is not None:
        # what plays give under a level counts together
        whose = Q(authority_of=by) if isinstance(by, Agent) else Q(agent=None, version__level=by)
        in_period = beyond.filter(whose, granted_at__gt=now - holds.period)
    return Given(
        on_order=_sum(beyond.filter(order=wish.order)) if wish.order else 0,
        to_customer=_sum(beyond.filter(theirs, granted_at__gt=now - LOOKED_BACK)),
        by_agent=_sum(in_period),
        returned=returned(wish.order) if wish.order else 0,
        signals=_signals(lately, people),
    )


def _signals(lately: QuerySet[Concession], people: set[UUID]) -> tuple[Signal, ...]:
    found = []
    if lately.count() >= OFTEN:
        found.append(Signal.OFTEN)
    if lately.exclude(customer__in=people).exists():
        found.append(Signal.ADDRESS)
    return tuple(found)


def _sum(rows: QuerySet[Concession]) -> int:
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0
