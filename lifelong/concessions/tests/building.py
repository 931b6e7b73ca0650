"""What tests of giving begin with: levels, who holds them, a policy, and an order to give for."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db.models import F, Sum

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import order, taken
from lifelong.concessions.actions.giving import give
from lifelong.concessions.actions.setting_authority import hand_level, set_level, set_policy
from lifelong.concessions.actions.weighing import Wish
from lifelong.concessions.authority import Kind, Limit, Reason
from lifelong.concessions.models import (
    COUNTED,
    Account,
    AuthorityLevel,
    Concession,
    LedgerEntry,
    State,
)
from lifelong.concessions.policy import Policy
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lib.money import Money

_number = count(1)
DAY = timedelta(days=1)
POLICY = Policy(claims=60 * DAY, returns=30 * DAY, lost_after=14 * DAY)


def level(
    rank: int,
    most: int,
    *,
    percent: int | None = 100,
    cap: int = 100_000,
    currency: str = "EUR",
    held: bool = True,
) -> AuthorityLevel:
    """A level that gives all kinds up to `most`; `held`: somebody holds it, who may be asked."""
    made = AuthorityLevel.objects.create(name=f"Level {rank}", rank=rank, currency=currency)
    set_level(
        made,
        limits={kind: Limit(most, percent) for kind in Kind},
        per_customer=cap,
        per_agent=cap,
        period=30 * DAY,
        by=None,
    )
    if held:
        holder(made)
    return made


def holder(of: AuthorityLevel, *roles: Role) -> Agent:
    one = agent(*roles)
    hand_level(one, level=of)
    return one


def owe() -> None:
    set_policy(POLICY, by=None)


def bought(ref: str = "1", **fields: Any) -> Order:
    """An order of Ana's for 55.00, paid."""
    return taken(order(ref, **fields))


def buyer_of(bought: Order) -> Customer:
    assert bought.customer
    return bought.customer


def wish(
    of: Order,
    amount: int,
    kind: Kind = Kind.REFUND,
    reason: Reason = Reason.GOODWILL,
    **fields: Any,
) -> Wish:
    return Wish(kind, Money(amount, of.currency), reason, buyer_of(of), of, **fields)


def given(wished: Wish, *, by: Agent, key: str = "") -> Concession:
    return give(wished, by=by, key=key or f"key-{next(_number)}")


def giver(concession: Concession) -> Agent:
    assert concession.agent is not None, "a play gave it"
    return concession.agent


def made_at(concession: Concession, moment: datetime) -> None:
    """As if it had been granted then."""
    Concession.objects.filter(pk=concession.pk).update(granted_at=moment)


def days_ago(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


def balance(account: Account) -> int:
    """What has gone into the account, less what has come out of it."""
    into = LedgerEntry.objects.filter(debit=account).aggregate(sum=Sum("amount"))["sum"] or 0
    out = LedgerEntry.objects.filter(credit=account).aggregate(sum=Sum("amount"))["sum"] or 0
    return int(into - out)


def is_balanced() -> None:
    """The ledger says what the concessions say."""
    assert sum(balance(account) for account in Account) == 0
    rows = Concession.objects.filter(state__in=COUNTED)
    assert balance(Account.CONCEDED) == _sum(rows.filter(due=False))
    assert balance(Account.DUE) == _sum(rows.filter(due=True))
    assert -balance(Account.OUTSTANDING) == _sum(rows.exclude(state=State.DONE))
    assert -balance(Account.HANDED_OVER) == _sum(rows.filter(state=State.DONE))
    assert not LedgerEntry.objects.exclude(amount=F("concession__amount")).exists()


def _sum(rows: Any) -> int:
    return int(rows.aggregate(sum=Sum("amount"))["sum"] or 0)
