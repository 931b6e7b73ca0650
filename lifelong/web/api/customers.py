from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lifelong.accounts.policy import Verb
from lifelong.customers import queries
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.web.api.doors import Knock, needs
from lifelong.web.api.paging import BY_ID, Page, Paging
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import Moment

router = Router(tags=["customers"])

_HANDLE = rf"^({'|'.join(HandleKind.values)}):[^\x00]+$"


class HandleOut(Schema):
    """A way to reach or recognise a customer; proved, or only claimed."""

    id: UUID
    kind: HandleKind
    value: str
    shared: bool
    claimed_how: str
    claimed_at: Moment
    proved: bool = Field(alias="is_proved")
    proved_how: str | None
    proved_at: Moment | None


class CustomerOut(Schema):
    """A person with all their handles. One that was joined to another names it as `lead_id`, and
    is in no list; the lead names those who were as `joined`."""

    id: UUID
    lead_id: UUID | None
    joined: list[UUID]
    name: str
    language: str
    zone: str
    made_at: Moment
    handles: list[HandleOut]

    @staticmethod
    def resolve_joined(customer: Customer) -> list[UUID]:
        return [one.id for one in customer.joined.all()]

    @staticmethod
    def resolve_handles(customer: Customer) -> list[Handle]:
        people = [customer, *customer.joined.all()]
        return [handle for one in people for handle in one.handles.all()]


class Wanted(Paging):
    handle: str | None = Field(
        None, pattern=_HANDLE, max_length=340, description="kind:value, email:ana@example.com"
    )


@router.get("", response={200: Page[CustomerOut], **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def customers(request: Knock, wanted: Annotated[Wanted, Query()]) -> object:
    """Customers, the newest first; with `handle`, the one who holds it."""
    if wanted.handle is None:
        rows = queries.customers(visible_to=request.auth)
    else:
        kind, _, value = wanted.handle.partition(":")
        rows = queries.holder_of(kind, value, visible_to=request.auth)
    found, following = BY_ID.apply(rows, wanted)
    return {"items": found, "next": following}


@router.get(
    "/{customer_id}",
    response={200: CustomerOut, **PROBLEMS},
    auth=needs(Verb.SEE_CUSTOMERS),
)
def customer(request: Knock, customer_id: UUID) -> Customer:
    """One customer with their handles."""
    return queries.customer(customer_id, visible_to=request.auth)
