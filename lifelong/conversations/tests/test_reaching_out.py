"""Writing to somebody who has not asked."""

import pytest

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.actions.beginning import begin_conversations
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.reaching_out import Approach, reach_out
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try
from lifelong.conversations.models import BegunBy, Contact, Conversation, Entry
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import endpoint, incoming, receive_one
from lifelong.customers.actions.consenting import start, stop
from lifelong.customers.models import Handle, How, Purpose
from lifelong.customers.tests.handles import MAIL, met
from lifelong.events.models import Event

pytestmark = pytest.mark.django_db


def buyer() -> Handle:
    """Somebody who bought and never wrote."""
    return met().handles.get(value=MAIL)


def told(
    handle: Handle, *, purpose: Purpose = Purpose.UPDATES, at: Endpoint | None = None
) -> Entry:
    ours = at or endpoint()
    conversations = begin_conversations({handle.customer_id: ours.inbox_id})
    with changing(conversations[handle.customer_id]) as change:
        return reach_out(
            change,
            Approach(
                handle=handle,
                endpoint=ours,
                purpose=purpose,
                subject="Your parcel is late",
                text="Your parcel is late. It comes on Friday.",
                details={"play": "outreach"},
            ),
        )


def test_who_never_wrote_has_a_conversation_now_and_waits_for_nothing() -> None:
    entry = told(buyer())
    conversation = Conversation.objects.get()
    assert conversation.status == Status.CLOSED and conversation.waiting_since is None
    contact = Contact.objects.get()
    assert (contact.begun_by, entry.contact_id) == (BegunBy.US, contact.id)
    assert Event.objects.filter(name="CustomerApproached").count() == 1
    assert not Event.objects.filter(name__in=["ContactBegun", "ContactClosed"]).exists()


def test_an_answer_to_it_joins_its_matter_and_waits() -> None:
    ours = endpoint()
    entry = told(buyer(), at=ours)
    came = receive_one(incoming("When exactly?", answers=(entry.message.external_id,)), at=ours)
    assert came.contact.id == entry.contact_id
    assert came.conversation.status == Status.NEW
    assert Contact.objects.get().begun_by == BegunBy.US


def test_what_they_say_between_planning_and_sending_wins() -> None:
    handle = buyer()
    entry = told(handle)
    stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.UPDATES)
    assert begin_try(entry.id) is None
    entry.sending.refresh_from_db()
    assert entry.sending.state == "failed" and "asked not to" in entry.sending.words
    # nobody waits for it, so no hero is sent there
    assert Conversation.objects.get().status == Status.CLOSED


def test_an_offer_goes_out_only_after_a_yes() -> None:
    handle = buyer()
    assert begin_try(told(handle, purpose=Purpose.OFFERS).id) is None
    start(handle, channel=Channel.EMAIL, how=How.STORE, purpose=Purpose.OFFERS)
    assert begin_try(told(handle, purpose=Purpose.OFFERS).id) is not None


def test_who_stopped_updates_still_gets_answers() -> None:
    came = receive_one()
    handle = came.entry.handle
    assert handle is not None
    stop(handle, channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.UPDATES)
    entry = reply(came.contact, text="Here.", by=None, seen_position=None)
    assert begin_try(entry.id) is not None
