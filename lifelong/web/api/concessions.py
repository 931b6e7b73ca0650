"""What is given. Under the same `Idempotency-Key` it is given once."""

from typing import Annotated
from uuid import UUID

from ninja import Field, Header, Query, Router, Schema, Status

from lifelong.accounts.policy import Verb
from lifelong.commerce import queries as commerce
from lifelong.concessions import queries
from lifelong.concessions.actions.giving import give
from lifelong.concessions.actions.weighing import Wish
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.models import Concession
from lifelong.conversations import queries as conversations
from lifelong.customers import queries as customers
from lifelong.lib.money import Money
from lifelong.web.api.approval_shape import ConcessionState
from lifelong.web.api.doors import Knock, acting, needs
from lifelong.web.api.paging import BY_ID, Page, Paging
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import Moment

router = Router(tags=["concessions"])

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        pattern=r"^[!-~]+$",
        description="Made by you, best as a UUID. A repeat under it gives nothing more.",
    ),
]


class ConcessionOut(Schema):
    """`amount` is in minor units. `due`: policy owes it, and it uses nobody's authority. `items`:
    quantities by the refs of the order's items; {}: an amount, whatever it was for."""

    id: UUID
    kind: Kind
    amount: int
    currency: str
    reason: Reason
    due: bool
    customer_id: UUID
    order_id: UUID | None
    items: dict[str, int]
    #: null: a play gave it
    agent_id: UUID | None
    state: ConcessionState
    made_at: Moment
    granted_at: Moment | None
    settled_at: Moment | None
    ref: str


class Wanted(Paging):
    customer: UUID | None = None
    order: UUID | None = None


class WishIn(Schema):
    """`amount` in minor units of `currency`, which is that of the order. A new parcel comes at what
    was paid for its items."""

    kind: Kind
    amount: int = Field(ge=1, le=10**12)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    reason: Reason
    customer_id: UUID
    order_id: UUID | None = None
    items: dict[str, Annotated[int, Field(ge=1, le=10**6)]] = Field(default_factory=dict)
    contact_id: UUID | None = None


@router.get("", response={200: Page[ConcessionOut], **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def concessions(request: Knock, wanted: Annotated[Wanted, Query()]) -> object:
    """What was given or asked for, the newest first; of a person with whom they joined."""
    rows = queries.concessions(visible_to=request.auth)
    if wanted.customer is not None:
        rows = queries.given_to_person(wanted.customer, visible_to=request.auth)
    if wanted.order is not None:
        rows = rows.filter(order=wanted.order)
    found, following = BY_ID.apply(rows, wanted)
    return {"items": found, "next": following}


@router.get(
    "/{concession_id}", response={200: ConcessionOut, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS)
)
def concession(request: Knock, concession_id: UUID) -> Concession:
    return queries.concession(concession_id, visible_to=request.auth)


@router.post(
    "", response={201: ConcessionOut, **PROBLEMS}, auth=needs(Verb.GIVE, Verb.SEE_CUSTOMERS)
)
def grant(request: Knock, said: WishIn, key: Key) -> object:
    """Give what is due, or what is within your authority. Beyond it the answer is 403 with
    `needs-approval`: ask for it."""
    agent = acting(request)
    made = give(wish_in(said, request), by=agent, key=key)
    return Status(201, queries.concession(made.id, visible_to=request.auth))


def wish_in(said: WishIn, request: Knock) -> Wish:
    """One gives to those whose conversation one sees whole. Raises `NotFound`."""
    caller = request.auth
    customer = customers.customer(said.customer_id, visible_to=caller)
    talk = conversations.conversation_of_person(customer, visible_to=caller)
    contact = None
    if said.contact_id is not None:
        contact = conversations.contact(said.contact_id, visible_to=caller, of=talk)
    return Wish(
        kind=said.kind,
        money=Money(said.amount, said.currency),
        reason=said.reason,
        customer=customer,
        order=commerce.order(said.order_id, visible_to=caller) if said.order_id else None,
        items=dict(said.items),
        contact=contact,
    )
