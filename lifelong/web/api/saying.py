"""What agents write through the API. A repeat with the same `id` returns the first entry."""

from uuid import UUID

from ninja import Field, Router, Schema, Status

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Channel
from lifelong.conversations import queries
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.replying import reply
from lifelong.knowledge.actions.tracing import refuse_unfilled
from lifelong.lib import ids
from lifelong.web.api.doors import Knock, acting, needs
from lifelong.web.api.entry_shape import EntryOut, entry_out
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import GivenMoment, Words

router = Router(tags=["entries"])


class Saying(Schema):
    #: made by the client, best as a UUIDv7, so that a repeat does nothing
    id: UUID = Field(default_factory=ids.new_id)
    text: Words


class NoteIn(Saying):
    contact_id: UUID | None = None


class ReplyIn(Saying):
    """`seen_position`: the last position that the writer has read; newer words stop the reply."""

    contact_id: UUID
    seen_position: int = Field(ge=0, lt=2**31)
    send_at: GivenMoment | None = None
    #: "email" or "sms"; without it, the channel on which the customer wrote last
    channel: Channel | None = None
    #: variables of reply texts that still stand open, `{{order.number}}`, stay so; else refused
    as_is: bool = False


@router.post(
    "/conversations/{conversation_id}/replies",
    response={201: EntryOut, **PROBLEMS},
    auth=needs(Verb.ANSWER, Verb.READ_TEXT),
)
def answer(request: Knock, conversation_id: UUID, said: ReplyIn) -> object:
    """Answer the customer where they wrote last. It can be taken back for some seconds."""
    writer = acting(request)
    conversation = queries.conversation(conversation_id, visible_to=request.auth)
    contact = queries.contact(said.contact_id, visible_to=request.auth, of=conversation)
    if not said.as_is:
        refuse_unfilled(said.text)
    entry = reply(
        contact,
        text=said.text,
        by=writer,
        seen_position=said.seen_position,
        entry_id=said.id,
        send_at=said.send_at,
        channel=said.channel or "",
    )
    return Status(201, entry_out(queries.entry(entry.id, visible_to=request.auth)))


@router.post(
    "/conversations/{conversation_id}/notes",
    response={201: EntryOut, **PROBLEMS},
    auth=needs(Verb.ANSWER, Verb.READ_TEXT),
)
def write_note(request: Knock, conversation_id: UUID, said: NoteIn) -> object:
    """A note that only the team sees."""
    writer = acting(request)
    conversation = queries.conversation(conversation_id, visible_to=request.auth)
    contact = (
        queries.contact(said.contact_id, visible_to=request.auth, of=conversation)
        if said.contact_id
        else None
    )
    entry = note(conversation, text=said.text, by=writer, contact=contact, entry_id=said.id)
    return Status(201, entry_out(queries.entry(entry.id, visible_to=request.auth)))
