"""What becomes of a contact and of its conversation."""

from uuid import UUID

from ninja import Field, Router, Schema, Status

from lifelong.accounts.policy import Verb
from lifelong.accounts.queries import colleague
from lifelong.conversations import queries
from lifelong.conversations.actions.closing import close, reopen_contact
from lifelong.conversations.actions.owning import assign, release, take
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Contact, Conversation, Resolution, SetAsideOn
from lifelong.web.api.contacts import ContactOut, contact_out
from lifelong.web.api.conversations import ConversationOut, conversation_out
from lifelong.web.api.doors import Knock, acting, acting_if_any, needs
from lifelong.web.api.problems import PROBLEMS
from lifelong.web.api.values import GivenMoment, Words

router = Router(tags=["contacts"])

CONTACT = "/contacts/{contact_id}"
OWNER = "/conversations/{conversation_id}/owner"


class ClosureIn(Schema):
    """`reason` is needed while the customer still waits or a promise is open."""

    topic_id: UUID | None = None
    resolution: Resolution = Resolution.SOLVED
    reason: Words = Field("", max_length=300)


class SetAsideIn(Schema):
    on: SetAsideOn
    until: GivenMoment


class OwnerIn(Schema):
    agent_id: UUID


@router.post(f"{CONTACT}/closure", response={200: ContactOut, **PROBLEMS}, auth=needs(Verb.ANSWER))
def close_contact(request: Knock, contact_id: UUID, closure: ClosureIn) -> ContactOut:
    contact = queries.contact(contact_id, visible_to=request.auth)
    topic = queries.topic(closure.topic_id, visible_to=request.auth) if closure.topic_id else None
    close(
        contact,
        topic=topic,
        by=acting_if_any(request),
        resolution=closure.resolution,
        reason=closure.reason,
    )
    return _fresh(contact, request)


@router.delete(
    f"{CONTACT}/closure", response={200: ContactOut, **PROBLEMS}, auth=needs(Verb.ANSWER)
)
def reopen(request: Knock, contact_id: UUID) -> ContactOut:
    """Take up a closed contact again."""
    agent = acting(request)
    contact = queries.contact(contact_id, visible_to=request.auth)
    reopen_contact(contact, by=agent)
    return _fresh(contact, request)


@router.post(
    f"{CONTACT}/set-aside", response={200: ContactOut, **PROBLEMS}, auth=needs(Verb.ANSWER)
)
def put_aside(request: Knock, contact_id: UUID, aside: SetAsideIn) -> ContactOut:
    """Have a contact wait until a moment; the customer's next message ends it earlier."""
    agent = acting(request)
    contact = queries.contact(contact_id, visible_to=request.auth)
    set_aside(contact, until=aside.until, on=aside.on, by=agent)
    return _fresh(contact, request)


@router.put(
    OWNER, response={200: ConversationOut, **PROBLEMS}, auth=needs(Verb.ANSWER), tags=["owner"]
)
def give(request: Knock, conversation_id: UUID, owner: OwnerIn) -> object:
    """Take a conversation that nobody has, or, with the scope `assign-others`, give it away."""
    conversation = queries.conversation(conversation_id, visible_to=request.auth)
    agent = acting_if_any(request)
    if agent is not None and owner.agent_id == agent.id:
        take(conversation, by=agent)
    else:
        request.auth.must(Verb.ASSIGN_OTHERS)
        assign(conversation, to=colleague(owner.agent_id, visible_to=request.auth), by=agent)
    return conversation_out(Conversation.objects.get(pk=conversation.pk))


@router.delete(OWNER, response={204: None, **PROBLEMS}, auth=needs(Verb.ANSWER), tags=["owner"])
def let_go(request: Knock, conversation_id: UUID) -> object:
    """Give a conversation back to its inbox: your own, or with `assign-others` a colleague's."""
    conversation = queries.conversation(conversation_id, visible_to=request.auth)
    agent = acting_if_any(request)
    if agent is None or conversation.owner_id not in (None, agent.id):
        request.auth.must(Verb.ASSIGN_OTHERS)
    release(conversation, by=agent)
    return Status(204, None)


def _fresh(contact: Contact, request: Knock) -> ContactOut:
    again = Contact.objects.select_related("conversation").get(pk=contact.pk)
    return contact_out(again, request.auth)
