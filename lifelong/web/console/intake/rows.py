"""Deliveries that wait for a person's decision, as the intake pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Func, IntegerField, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller
from lifelong.channels import queries
from lifelong.channels.models import Delivery, DeliveryState
from lifelong.lib.errors import NotFound
from lifelong.web.console.intake.glancing import head

PAGE = 25
#: beyond so many bytes a list does not open a mail to see who wrote it
LIGHT = 200_000


@dataclass(frozen=True)
class ParkedRow:
    id: UUID
    received_at: datetime
    sender: str
    subject: str
    reason: str
    size: int


@dataclass(frozen=True)
class KeptOutRow:
    id: UUID
    received_at: datetime
    sender: str
    name: str
    subject: str
    excerpt: str
    reason: str


@dataclass(frozen=True)
class Leaf:
    """One page of a list. `older` and `newer` are page numbers, 0 where there is none."""

    number: int
    total: int
    newer: int
    older: int


def leaf(number: int, total: int) -> Leaf:
    last = max(1, -(-total // PAGE))
    number = min(max(number, 1), last)
    return Leaf(number, total, number - 1, number + 1 if number < last else 0)


def waiting(state: DeliveryState, caller: Caller) -> QuerySet[Delivery]:
    return queries.deliveries(visible_to=caller).filter(state=state)


def parked(caller: Caller, number: int) -> tuple[list[ParkedRow], Leaf]:
    """Newest first, each with whom it seems to come from."""
    rows = waiting(DeliveryState.PARKED, caller)
    here = leaf(number, rows.count())
    return [row for _of_it, row in _looked_into(rows, here)], here


@dataclass(frozen=True)
class PutAwayRow:
    mail: ParkedRow
    at: datetime | None
    why: str
    by: str


def put_away(caller: Caller, number: int) -> tuple[list[PutAwayRow], Leaf]:
    """Those about which nothing is to be done, what was put away last first."""
    rows = queries.put_away_deliveries(visible_to=caller).select_related("put_away_by")
    here = leaf(number, rows.count())
    return [
        PutAwayRow(
            row, one.put_away_at, one.put_away_why, one.put_away_by.name if one.put_away_by else ""
        )
        for one, row in _looked_into(rows, here)
    ], here


def _looked_into(rows: QuerySet[Delivery], here: Leaf) -> list[tuple[Delivery, ParkedRow]]:
    found = list(_of(rows.defer("body").annotate(size=_SIZE), here))
    seen = {
        one.id: head(one.body)
        for one in Delivery.objects.filter(
            pk__in=[row.id for row in found if _size(row) < LIGHT]
        ).only("body")
    }
    return [
        (
            row,
            ParkedRow(
                id=row.id,
                received_at=row.received_at,
                sender=(seen[row.id].sender if row.id in seen else "") or _envelope_sender(row),
                subject=seen[row.id].subject if row.id in seen else "",
                reason=row.reason,
                size=_size(row),
            ),
        )
        for row in found
    ]


def of_put_away(delivery_id: UUID, *, visible_to: Caller) -> Delivery:
    found = queries.put_away_deliveries(visible_to=visible_to).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound(_("It is parked again already."))
    return found


def quarantined(caller: Caller, number: int) -> tuple[list[KeptOutRow], Leaf]:
    return _kept_out(waiting(DeliveryState.QUARANTINED, caller), number)


def blocked(caller: Caller, number: int) -> tuple[list[KeptOutRow], Leaf]:
    return _kept_out(queries.blocked_deliveries(visible_to=caller), number)


def _kept_out(rows: QuerySet[Delivery], number: int) -> tuple[list[KeptOutRow], Leaf]:
    here = leaf(number, rows.count())
    return [_summed_up(row) for row in _of(rows.defer("body"), here)], here


def _summed_up(row: Delivery) -> KeptOutRow:
    summary = row.summary or {}
    return KeptOutRow(
        id=row.id,
        received_at=row.received_at,
        sender=summary.get("sender") or _envelope_sender(row),
        name=summary.get("name", ""),
        subject=summary.get("subject", ""),
        excerpt=summary.get("excerpt", ""),
        reason=row.reason,
    )


def undecided(delivery_id: UUID, *, visible_to: Caller) -> Delivery:
    """A delivery that is parked or in quarantine: what became a conversation is not for here."""
    found = queries.undecided_deliveries(visible_to=visible_to).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound(_("It waits here no longer: it has been dealt with."))
    return found


def readable(delivery_id: UUID, *, visible_to: Caller) -> Delivery:
    """One that is undecided, or that was put away."""
    rows = queries.put_away_deliveries(visible_to=visible_to).select_related("put_away_by")
    found = rows.filter(pk=delivery_id).first()
    return found or undecided(delivery_id, visible_to=visible_to)


def of_blocked(delivery_id: UUID, *, visible_to: Caller) -> Delivery:
    found = queries.blocked_deliveries(visible_to=visible_to).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound(_("It is blocked no longer."))
    return found


_SIZE = Func(F("body"), function="octet_length", output_field=IntegerField())


def _size(row: Delivery) -> int:
    size: int = row.size  # type: ignore[attr-defined]  # annotated
    return size


def _of(rows: QuerySet[Delivery], here: Leaf) -> Iterable[Delivery]:
    return rows[(here.number - 1) * PAGE : here.number * PAGE]


def _envelope_sender(row: Delivery) -> str:
    return str((row.envelope or {}).get("sender") or "")
