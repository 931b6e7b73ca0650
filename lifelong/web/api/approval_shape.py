"""An approval as the API tells it."""

from enum import StrEnum
from uuid import UUID

from ninja import Schema

from lifelong.concessions.authority import Signal
from lifelong.concessions.models import Approval
from lifelong.web.api.values import Moment


class ConcessionState(StrEnum):
    """Asked for and waiting, declined, not decided in time; granted, then done, failed or, where
    the store may have done it and does not say, unknown."""

    ASKED = "asked"
    DECLINED = "declined"
    LAPSED = "lapsed"
    GRANTED = "granted"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


class ApprovalOut(Schema):
    """`signals`: what looks like abuse. `granted` is null while it waits, and when nobody decided
    until `until`. `level_id`: the lowest level that may decide it."""

    id: UUID
    concession_id: UUID
    customer_id: UUID
    agent_id: UUID
    level_id: UUID
    amount: int
    currency: str
    state: ConcessionState
    signals: list[Signal]
    asked_at: Moment
    until: Moment
    decided_at: Moment | None
    decided_by_id: UUID | None
    granted: bool | None
    words: str


def approval_out(approval: Approval) -> ApprovalOut:
    given = approval.concession
    assert given.agent_id is not None, "a play asks nobody"
    return ApprovalOut(
        id=approval.id,
        concession_id=given.id,
        customer_id=given.customer_id,
        agent_id=given.agent_id,
        level_id=approval.level_id,
        amount=given.amount,
        currency=given.currency,
        state=ConcessionState(given.state),
        signals=[Signal(one) for one in approval.signals],
        asked_at=approval.asked_at,
        until=approval.until,
        decided_at=approval.decided_at,
        decided_by_id=approval.decided_by_id,
        granted=approval.granted,
        words=approval.words,
    )
