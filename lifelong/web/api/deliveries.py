from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Schema

from lifelong.accounts.policy import Verb
from lifelong.channels import queries
from lifelong.channels.actions import delivering
from lifelong.channels.models import Delivery, DeliveryState
from lifelong.web.api.doors import Knock, acting_if_any, needs
from lifelong.web.api.paging import BY_ARRIVAL, Page, Paging
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import Moment

router = Router(tags=["deliveries"])

ONE = "/{delivery_id}"


class DeliveryOut(Schema):
    """What came in at a door, and what became of it. Its body stays with us."""

    id: UUID
    connector: str
    endpoint_id: UUID | None
    connection_id: UUID | None
    received_at: Moment
    state: DeliveryState
    reason: str
    tries: int
    settled_at: Moment | None
    let_in: bool


class Summary(Schema):
    """received = unprocessed + stored + duplicates + parked + put_away + quarantined, always.

    `quarantined` counts those of blocked senders too; `deliveries?state=blocked` lists them.
    """

    received: int
    unprocessed: int
    stored: int
    duplicates: int
    parked: int
    put_away: int
    quarantined: int
    mail_address: str | None


class Wanted(Paging):
    state: DeliveryState | None = None


@router.get("", response={200: Page[DeliveryOut], **PROBLEMS}, auth=needs(Verb.SEE_INTAKE))
def deliveries(request: Knock, wanted: Annotated[Wanted, Query()]) -> object:
    """What came in, the newest first."""
    rows = queries.deliveries(visible_to=request.auth).defer("body", "envelope", "summary")
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state)
    found, following = BY_ARRIVAL.apply(rows, wanted)
    return {"items": found, "next": following}


@router.get("/summary", response={200: Summary, **PROBLEMS}, auth=needs(Verb.SEE_INTAKE))
def summary(request: Knock) -> object:
    """How many deliveries stand where, and our mail address."""
    counts = queries.delivery_counts(visible_to=request.auth)
    return {**counts, "mail_address": queries.our_mail_address()}


@router.get(ONE, response={200: DeliveryOut, **PROBLEMS}, auth=needs(Verb.SEE_INTAKE))
def delivery(request: Knock, delivery_id: UUID) -> Delivery:
    return queries.delivery(delivery_id, visible_to=request.auth)


@router.post(
    f"{ONE}/replay", response={200: DeliveryOut, **PROBLEMS}, auth=needs(Verb.SETTLE_INTAKE)
)
def replay(request: Knock, delivery_id: UUID) -> Delivery:
    """Have a parked delivery read again."""
    found = queries.delivery(delivery_id, visible_to=request.auth)
    delivering.replay(found)
    return queries.delivery(delivery_id, visible_to=request.auth)


@router.post(
    f"{ONE}/admission", response={200: DeliveryOut, **PROBLEMS}, auth=needs(Verb.SETTLE_INTAKE)
)
def admit(request: Knock, delivery_id: UUID) -> Delivery:
    """Let a delivery in that waits in quarantine."""
    found = queries.delivery(delivery_id, visible_to=request.auth)
    delivering.let_in(found)
    return queries.delivery(delivery_id, visible_to=request.auth)


@router.post(
    f"{ONE}/block", response={200: DeliveryOut, **PROBLEMS}, auth=needs(Verb.SETTLE_INTAKE)
)
def block(request: Knock, delivery_id: UUID) -> Delivery:
    """Refuse a delivery that waits in quarantine, and whatever its sender sends from now on."""
    found = queries.delivery(delivery_id, visible_to=request.auth)
    senders = [found.summary["sender"]] if found.summary else []
    delivering.block(found, handles=senders, by=acting_if_any(request))
    return queries.delivery(delivery_id, visible_to=request.auth)
