"""What waits for a yes or no, and the levels that may say it."""

from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lifelong.accounts.policy import Verb
from lifelong.concessions import queries
from lifelong.concessions.actions.approving import ask, decide
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.models import LevelVersion
from lifelong.web.api.approval_shape import ApprovalOut, approval_out
from lifelong.web.api.concessions import Key, WishIn, wish_in
from lifelong.web.api.doors import Knock, acting, needs
from lifelong.web.api.paging import BY_ID, Page, Paging
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import Moment, Words

router = Router(tags=["approvals"])


class DecisionIn(Schema):
    granted: bool
    words: Words = Field("", max_length=300)


class WantedApprovals(Paging):
    open: bool | None = None


class LimitOut(Schema):
    """On one order, together with all that was given on it. `percent` of its total; null: it may
    be given without an order. `reasons`: for these only; []: for any."""

    kind: Kind
    most: int
    percent: int | None
    reasons: list[Reason]


class LevelOut(Schema):
    """A level from a moment on, until its next version. Amounts are in minor units:
    `per_customer` in 90 days, `per_agent` in `period_days`."""

    id: UUID
    level_id: UUID
    name: str
    rank: int
    currency: str
    holds_from: Moment
    per_customer: int
    per_agent: int
    period_days: int
    limits: list[LimitOut]


@router.get(
    "/approvals",
    response={200: Page[ApprovalOut], **PROBLEMS},
    auth=needs(Verb.GIVE),
)
def approvals(request: Knock, wanted: Annotated[WantedApprovals, Query()]) -> object:
    """Those that you may decide or have asked for, the newest first."""
    rows = queries.approvals(visible_to=request.auth)
    if wanted.open is not None:
        rows = rows.filter(decided_at__isnull=wanted.open)
    found, following = BY_ID.apply(rows, wanted)
    return {"items": [approval_out(one) for one in found], "next": following}


@router.post(
    "/approvals",
    response={201: ApprovalOut, **PROBLEMS},
    auth=needs(Verb.GIVE, Verb.SEE_CUSTOMERS),
)
def ask_for_approval(request: Knock, said: WishIn, key: Key) -> object:
    """Ask the lowest level that holds it."""
    agent = acting(request)
    asked = ask(wish_in(said, request), by=agent, key=key)
    return Status(201, approval_out(queries.approval(asked.id, visible_to=request.auth)))


@router.post(
    "/approvals/{approval_id}/decision",
    response={200: ApprovalOut, **PROBLEMS},
    auth=needs(Verb.GIVE),
)
def say(request: Knock, approval_id: UUID, said: DecisionIn) -> ApprovalOut:
    """Say yes or no, once and in time. A yes uses your authority."""
    agent = acting(request)
    found = queries.approval(approval_id, visible_to=request.auth)
    decide(found, granted=said.granted, by=agent, words=said.words)
    return approval_out(queries.approval(approval_id, visible_to=request.auth))


@router.get(
    "/levels",
    response={200: Page[LevelOut], **PROBLEMS},
    auth=needs(Verb.SEE_CUSTOMERS),
    tags=["levels"],
)
def levels(request: Knock, wanted: Annotated[Paging, Query()]) -> object:
    """Every version of every level, the newest first."""
    rows = LevelVersion.objects.select_related("level").prefetch_related("limits")
    found, following = BY_ID.apply(rows, wanted)
    return {"items": [_level_out(one) for one in found], "next": following}


def _level_out(one: LevelVersion) -> LevelOut:
    return LevelOut(
        id=one.id,
        level_id=one.level_id,
        name=one.level.name,
        rank=one.level.rank,
        currency=one.level.currency,
        holds_from=one.holds_from,
        per_customer=one.per_customer,
        per_agent=one.per_agent,
        period_days=one.period_days,
        limits=[
            LimitOut(
                kind=Kind(limit.kind),
                most=limit.most,
                percent=limit.percent,
                reasons=[Reason(reason) for reason in limit.reasons],
            )
            for limit in one.limits.all()
        ],
    )
