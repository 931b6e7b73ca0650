"""What the timeline shows of a concession: plain values, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lifelong.concessions.actions.showing import WHAT
from lifelong.concessions.models import Concession
from lifelong.concessions.queries import discount_code
from lifelong.conversations.models import Entry
from lifelong.lib.money import Money


@dataclass(frozen=True)
class GivenRow:
    kind: str
    #: as people call it: "store credit"
    kind_words: str
    state: str
    money: Money
    #: owed by policy
    due: bool
    #: "" where it is about none
    order_id: str
    order: str
    #: who allowed it or did not, where somebody was asked, and why in their words
    decider: str
    decision: str
    #: what the store said last
    words: str
    #: what the customer types at the checkout, once it is there
    code: str
    expires_at: datetime | None


def given_rows(entries: Iterable[Entry]) -> dict[UUID, GivenRow]:
    """By entry what was given, of those that tell of it."""
    wanted = [one.id for one in entries if one.details.get("what") == WHAT]
    if not wanted:
        return {}
    rows = Concession.objects.filter(pk__in=wanted).select_related("order", "approval__decided_by")
    return {one.id: _given_row(one) for one in rows}


def _given_row(one: Concession) -> GivenRow:
    approval = getattr(one, "approval", None)
    decider = approval.decided_by if approval else None
    code = discount_code(one)
    return GivenRow(
        kind=one.kind,
        kind_words=str(one.get_kind_display()),
        state=one.state,
        money=one.money,
        due=one.due,
        order_id=str(one.order_id or ""),
        order=str(one.order or ""),
        decider=decider.name if decider else "",
        decision=approval.words if approval else "",
        words=one.words,
        code=code.code if code else "",
        expires_at=code.expires_at if code else None,
    )
