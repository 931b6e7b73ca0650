"""What was given in a period, summed from the ledger: so every sum balances.

`conceded` and `due` are what it cost us, beyond policy and by it; `outstanding` and `handed_over`
are where that stands. In every row and every total conceded + due = outstanding + handed over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, Sum, Value, When

from lifelong.accounts.policy import Caller, Verb
from lifelong.concessions.models import Account, LedgerEntry

#: so many rows of sums are shown, the largest first
MOST = 200


class By(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    REASON = "reason"
    LEVEL = "level"


@dataclass(frozen=True)
class Sums:
    """In minor units. `key`: an id, a reason, or None (no level; or a total)."""

    key: Any
    currency: str
    conceded: int
    due: int
    outstanding: int
    handed_over: int


def entries(*, since: datetime, until: datetime, visible_to: Caller) -> QuerySet[LedgerEntry]:
    """What was booked from `since` and before `until`."""
    visible_to.must(Verb.SEE_LEDGER)
    rows = LedgerEntry.objects.filter(at__gte=since, at__lt=until)
    return rows.order_by("at", "id")


def sums(rows: QuerySet[LedgerEntry], by: By) -> list[Sums]:
    """The largest first."""
    grouped = _summed(rows.order_by(), by.value, "currency")
    return _as_sums(grouped.order_by((F("conceded") + F("owed")).desc(), by.value)[:MOST], by.value)


def totals(rows: QuerySet[LedgerEntry]) -> list[Sums]:
    """Of all rows, a line for each currency."""
    return _as_sums(_summed(rows.order_by(), "currency").order_by("currency"), "")


def _summed(rows: QuerySet[LedgerEntry], *columns: str) -> Any:
    return rows.values(*columns).annotate(
        conceded=_into(Account.CONCEDED),
        owed=_into(Account.DUE),
        open=-_into(Account.OUTSTANDING),
        handed=-_into(Account.HANDED_OVER),
    )


def _into(account: Account) -> Any:
    """What has gone into an account, less what has come out of it."""
    moved = Case(
        When(debit=account, then=F("amount")),
        When(credit=account, then=-F("amount")),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    return Sum(moved, output_field=BigIntegerField())


def _as_sums(rows: Iterable[dict[str, Any]], key: str) -> list[Sums]:
    return [
        Sums(
            key=row[key] if key else None,
            currency=row["currency"],
            conceded=row["conceded"],
            due=row["owed"],
            outstanding=row["open"],
            handed_over=row["handed"],
        )
        for row in rows
    ]
