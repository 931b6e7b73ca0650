from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Schema

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation
from lifelong.conversations.people import ids_of
from lifelong.conversations.standing import Status
from lifelong.web.api.doors import Knock, needs
from lifelong.web.api.paging import BY_ID, Page, Paging
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import Moment

router = Router(tags=["conversations"])


class ConversationOut(Schema):
    """`revision` grows with every visible change: catch up with `entries?changed_after=`.

    Where people were joined one conversation leads: `joined` names the others, whose entries
    are read each by itself; theirs names it as `lead_id`, and has its inbox, owner and status.
    """

    id: UUID
    customer_id: UUID
    lead_id: UUID | None
    joined: list[UUID]
    inbox_id: UUID
    owner_id: UUID | None
    status: Status
    waiting_since: Moment | None
    last_entry_at: Moment | None
    revision: int


class Whereabouts(Schema):
    """Where a customer's conversation is; `conversation` is null when it may not be seen whole."""

    id: UUID
    inbox_id: UUID
    owner_id: UUID | None
    conversation: ConversationOut | None


def conversation_out(row: Conversation) -> dict[str, object]:
    leading = row.lead or row
    return {
        "id": row.id,
        "customer_id": row.customer_id,
        "lead_id": row.lead_id,
        "joined": ids_of(row)[1:] if row.lead is None else [],
        "inbox_id": leading.inbox_id,
        "owner_id": leading.owner_id,
        "status": leading.status,
        "waiting_since": leading.waiting_since,
        "last_entry_at": row.last_entry_at,
        "revision": leading.revision,
    }


class Wanted(Paging):
    status: Status | None = None
    inbox: UUID | None = None
    owner: UUID | None = None


@router.get(
    "/conversations",
    response={200: Page[ConversationOut], **PROBLEMS},
    auth=needs(Verb.SEE_CUSTOMERS),
)
def conversations(request: Knock, wanted: Annotated[Wanted, Query()]) -> object:
    """The conversations that you see whole, the newest customer's first; of joined people the
    one that leads."""
    chosen = {"status": wanted.status, "inbox_id": wanted.inbox, "owner_id": wanted.owner}
    rows = queries.conversations(visible_to=request.auth).filter(
        **{name: value for name, value in chosen.items() if value is not None}
    )
    found, following = BY_ID.apply(rows, wanted)
    return {"items": [conversation_out(one) for one in found], "next": following}


@router.get(
    "/conversations/{conversation_id}",
    response={200: ConversationOut, **PROBLEMS},
    auth=needs(Verb.SEE_CUSTOMERS),
)
def conversation(request: Knock, conversation_id: UUID) -> object:
    found = queries.conversation_itself(conversation_id, visible_to=request.auth)
    return conversation_out(found)


@router.get(
    "/customers/{customer_id}/conversation",
    response={200: Whereabouts, **PROBLEMS},
    auth=needs(Verb.SEE_CUSTOMERS),
)
def conversation_of_customer(request: Knock, customer_id: UUID) -> object:
    """A customer's one conversation; of one who is joined that which leads. That it exists is no
    secret to whoever sees the customer."""
    found, whole = queries.conversation_with(customer_id, visible_to=request.auth)
    return {
        "id": found.id,
        "inbox_id": found.inbox_id,
        "owner_id": found.owner_id,
        "conversation": conversation_out(found) if whole else None,
    }
