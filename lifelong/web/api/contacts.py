from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Channel
from lifelong.conversations import queries
from lifelong.conversations.models import Contact, Resolution
from lifelong.conversations.standing import Status, status_of
from lifelong.lib import clock
from lifelong.web.api.doors import Knock, needs
from lifelong.web.api.paging import BY_ID, Page, Paging
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import Moment

router = Router(tags=["contacts"])


class ContactOut(Schema):
    """One matter. `subject` is the customer's words: empty without the scope `read-text`."""

    id: UUID
    conversation_id: UUID
    customer_id: UUID
    channel: Channel
    status: Status
    topic_id: UUID | None
    subject: str
    opened_at: Moment
    waiting_since: Moment | None
    due_at: Moment | None = Field(
        description="Until when they shall have an answer, by your targets; null while none is due"
    )
    first_reply_at: Moment | None
    set_aside_on: str
    set_aside_until: Moment | None
    closed_at: Moment | None
    resolution: Resolution | None


class Wanted(Paging):
    conversation: UUID | None = None
    customer: UUID | None = None
    topic: UUID | None = None
    closed: bool | None = None


def contact_out(contact: Contact, caller: Caller) -> ContactOut:
    leading = contact.conversation.lead or contact.conversation
    owned = leading.owner_id is not None
    return ContactOut(
        id=contact.id,
        conversation_id=contact.conversation_id,
        customer_id=contact.customer_id,
        channel=Channel(contact.channel),
        status=status_of(contact, owned=owned, now=clock.now()),
        topic_id=contact.topic_id,
        subject=contact.subject if caller.may(Verb.READ_TEXT) else "",
        opened_at=contact.opened_at,
        waiting_since=contact.waiting_since,
        due_at=contact.due_at,
        first_reply_at=contact.first_reply_at,
        set_aside_on=contact.set_aside_on,
        set_aside_until=contact.set_aside_until,
        closed_at=contact.closed_at,
        resolution=Resolution(contact.resolution) if contact.resolution else None,
    )


@router.get("", response={200: Page[ContactOut], **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def contacts(request: Knock, wanted: Annotated[Wanted, Query()]) -> object:
    """The contacts of the conversations that you see whole, the newest first."""
    chosen = {
        "conversation_id": wanted.conversation,
        "customer_id": wanted.customer,
        "topic_id": wanted.topic,
        "closed_at__isnull": None if wanted.closed is None else not wanted.closed,
    }
    rows = queries.contacts(visible_to=request.auth).filter(
        **{name: value for name, value in chosen.items() if value is not None}
    )
    found, following = BY_ID.apply(rows, wanted)
    return {"items": [contact_out(one, request.auth) for one in found], "next": following}


@router.get("/{contact_id}", response={200: ContactOut, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def contact(request: Knock, contact_id: UUID) -> ContactOut:
    return contact_out(queries.contact(contact_id, visible_to=request.auth), request.auth)
