"""What happens to a message that comes in."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.incoming import IncomingFile, Sender
from lifelong.conversations.models import Contact, Conversation, Entry, Identity, SetAsideOn
from lifelong.conversations.standing import Status, status_of
from lifelong.conversations.tests.building import (
    Came,
    agent,
    arrival,
    endpoint,
    inbox,
    incoming,
    receive_one,
    topic,
)
from lifelong.customers.models import Customer, Handle
from lifelong.events.models import Event
from lifelong.lib import ids
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def settled_long_ago(channel: str = "email") -> Came:
    """A contact that was answered and closed on Monday."""
    with stopped_at(MONDAY):
        came = receive_one(incoming(channel=channel), at=endpoint(channel=channel))
        reply(came.contact, text="On its way.", by=agent(), seen_position=None)
        close(came.contact, topic=topic(), by=agent())
    return came


def facts(name: str) -> list[dict[str, object]]:
    return list(Event.objects.filter(name=name).order_by("id").values_list("data", flat=True))


def test_a_second_copy_is_a_duplicate_and_leaves_nothing() -> None:
    message = incoming()
    receive_one(message)
    again = receive(message, arrival=arrival())
    assert again.state is DeliveryState.DUPLICATE
    assert Entry.objects.count() == 1
    assert len(facts("MessageReceived")) == 1


def test_the_same_delivery_read_again_is_no_copy_of_itself() -> None:
    message = incoming(suspicion="spam")
    delivery_id = ids.new_id()
    first = receive(message, arrival=arrival(delivery_id=delivery_id))
    assert first.state is DeliveryState.QUARANTINED
    receive_one(message, delivery_id=delivery_id, let_in=True)


def test_a_copy_to_another_of_our_addresses_is_the_same_entry() -> None:
    message = incoming()
    receive_one(message, at=endpoint())
    assert receive(message, arrival=arrival(endpoint())).state is DeliveryState.DUPLICATE
    assert Entry.objects.count() == 1


def test_a_conversation_begins_in_the_inbox_of_the_address_that_was_written_to() -> None:
    target = inbox()
    assert receive_one(at=endpoint(into=target)).conversation.inbox == target


def test_a_second_message_joins_the_open_contact() -> None:
    first = receive_one("Where is my parcel?")
    second = receive_one("Hello?")
    assert second.contact == first.contact
    assert second.contact.waiting_since == first.entry.placed_at
    assert [e.position for e in Entry.objects.order_by("position")] == [1, 2]


def test_it_joins_whatever_the_channel() -> None:
    first = receive_one()
    Handle.objects.create(
        customer=first.conversation.customer, kind="visitor", value="v1",
        claimed_how="chat", claimed_at=MONDAY,
    )  # fmt: skip
    chat = incoming(channel="chat", sender=Sender(kind="visitor", value="v1"))
    assert receive_one(chat, at=endpoint(channel="chat")).contact == first.contact


@pytest.mark.parametrize(
    ("channel", "window"), [("email", 7 * DAY), ("messenger", 7 * DAY), ("chat", DAY), ("sms", DAY)]
)
def test_the_last_contact_is_reopened_within_its_window_and_not_after(
    channel: str, window: timedelta
) -> None:
    came = settled_long_ago(channel)
    at = came.entry.message.endpoint
    for moment, same in [(MONDAY + window, True), (MONDAY + window + HOUR, False)]:
        Contact.objects.filter(pk=came.contact.pk).update(closed_at=MONDAY, waiting_since=None)
        message = incoming("It has not come.", channel=channel)
        later = receive_one(message, at=at, when=moment)
        assert (later.contact == came.contact) is same
    assert later.conversation == came.conversation


def test_reopening_is_told_and_the_customer_waits_from_now() -> None:
    came = settled_long_ago()
    again = receive_one("It has not come.", when=MONDAY + DAY)
    contact = again.contact
    assert contact.waiting_since == MONDAY + DAY
    assert (contact.closed_at, contact.resolution, contact.closed_by) == (None, "", None)
    assert again.conversation.status == Status.NEW
    assert [fact["contact_id"] for fact in facts("ContactReopened")] == [str(came.contact.id)]


@pytest.mark.parametrize("text", ["Thanks!", "vielen Dank", "👍", "ok danke"])
def test_thanks_reopen_nothing_and_make_nobody_wait(text: str) -> None:
    came = settled_long_ago()
    thanks = receive_one(text, when=MONDAY + HOUR)
    assert thanks.contact == came.contact
    assert thanks.contact.closed_at is not None
    assert thanks.conversation.status == Status.CLOSED
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["Thanks, but it is broken", "Thanks?", "ok", "1234", "danke nein"]
)
def test_words_that_may_ask_for_something_reopen(text: str) -> None:
    settled_long_ago()
    assert receive_one(text, when=MONDAY + HOUR).contact.closed_at is None


def test_thanks_with_a_file_are_an_answer() -> None:
    came = receive_one()
    reply(came.contact, text="Please send a photo.", by=agent(), seen_position=None)
    photo = IncomingFile(name="a.png", content_type="image/png", content=b"png")
    assert receive_one(incoming("Thanks", files=(photo,))).contact.waiting_since is not None


def test_a_first_message_of_thanks_is_still_somebody_who_writes() -> None:
    assert receive_one("Thanks!").contact.waiting_since is not None


def test_an_auto_reply_reopens_nothing() -> None:
    came = settled_long_ago()
    auto = receive_one(incoming("I am away.", automatic="auto-reply"), when=MONDAY + HOUR)
    assert auto.contact == came.contact
    assert auto.contact.closed_at is not None
    assert facts("MessageReceived")[-1]["automatic"] is True


def test_an_auto_reply_does_not_make_an_answered_customer_wait() -> None:
    came = receive_one()
    reply(came.contact, text="On its way.", by=agent(), seen_position=None)
    auto = receive_one(incoming("I am away.", automatic="auto-reply"))
    assert auto.contact == came.contact
    assert auto.conversation.status == Status.PENDING


def test_automatic_mail_from_somebody_unknown_waits_in_quarantine() -> None:
    settled = receive(incoming(automatic="list"), arrival=arrival())
    assert settled.state is DeliveryState.QUARANTINED
    assert "example.com" not in settled.reason
    assert not Customer.objects.exists()


def test_what_an_admin_lets_in_begins_a_contact() -> None:
    came = receive_one(incoming(automatic="list", suspicion="spam"), let_in=True)
    assert came.contact.waiting_since is not None
    assert came.conversation.status == Status.NEW


def test_an_answer_to_mail_older_than_180_days_starts_fresh() -> None:
    came = settled_long_ago()
    Contact.objects.update(closed_at=None, waiting_since=None)
    sent = Entry.objects.get(kind="message_out").message.external_id
    young = receive_one(incoming(answers=(sent,)), when=MONDAY + 180 * DAY)
    old = receive_one(incoming(answers=(sent,)), when=MONDAY + 180 * DAY + HOUR)
    assert young.contact == came.contact
    assert old.contact != came.contact
    assert (old.contact.topic, old.conversation) == (None, came.conversation)


def test_who_answers_old_mail_belongs_to_nobody_again() -> None:
    settled_long_ago()
    sent = Entry.objects.get(kind="message_out").message.external_id
    mia = agent()
    Conversation.objects.update(last_owner=mia)
    young = receive_one(incoming(answers=(sent,)), when=MONDAY + 180 * DAY)
    assert young.conversation.last_owner == mia
    old = receive_one(incoming(answers=(sent,)), when=MONDAY + 180 * DAY + HOUR)
    assert old.conversation.last_owner is None


def test_thanks_for_an_old_mail_start_nothing() -> None:
    settled_long_ago()
    sent = Entry.objects.get(kind="message_out").message.external_id
    receive_one(incoming("Thanks!", answers=(sent,)), when=MONDAY + 400 * DAY)
    assert Contact.objects.count() == 1


def test_an_answer_goes_to_the_contact_that_it_answers() -> None:
    """Of several open ones, by any of the ids, also with only References."""
    first = receive_one("Where is my parcel?")
    sent = reply(first.contact, text="On its way.", by=agent(), seen_position=None)
    second = Contact.objects.create(
        conversation=first.conversation, customer=first.conversation.customer,
        channel="email", endpoint=first.contact.endpoint, opened_at=sent.placed_at,
    )  # fmt: skip
    assert receive_one("And another thing").contact == second
    answers = ("unknown@example.com", sent.message.external_id)
    assert receive_one(incoming("Still nothing", answers=answers)).contact == first.contact


def test_a_reply_address_of_ours_names_the_contact() -> None:
    first = receive_one()
    second = Contact.objects.create(
        conversation=first.conversation, customer=first.conversation.customer,
        channel="email", opened_at=first.entry.placed_at + HOUR,
    )  # fmt: skip
    assert receive_one("A").contact == second
    assert receive_one("B", contact_id=first.contact.id).contact == first.contact


def test_several_contacts_make_the_conversation_as_urgent_as_the_most_urgent() -> None:
    came = receive_one()
    hero = agent()
    reply(came.contact, text="On its way.", by=hero, seen_position=None)
    conversation = came.conversation
    assert (conversation.status, conversation.owner) == (Status.PENDING, hero)
    Contact.objects.create(
        conversation=conversation, customer=conversation.customer, channel="email",
        opened_at=MONDAY, waiting_since=MONDAY,
    )  # fmt: skip
    receive_one("Hello?")
    conversation.refresh_from_db()
    assert (conversation.status, conversation.waiting_since) == (Status.OPEN, MONDAY)


def test_a_message_wakes_what_was_set_aside() -> None:
    came = receive_one(when=MONDAY)
    with stopped_at(MONDAY):
        set_aside(came.contact, until=MONDAY + DAY, on=SetAsideOn.CARRIER, by=agent())
        assert Conversation.objects.get().status == Status.PENDING
    with stopped_at(MONDAY + HOUR):
        again = receive_one("Hello?")
    assert again.contact.set_aside_until is None
    assert again.conversation.status == Status.NEW


def test_a_contact_closed_is_closed_whatever_else_is_so() -> None:
    contact = Contact(closed_at=MONDAY, waiting_since=MONDAY, set_aside_until=MONDAY + DAY)
    assert status_of(contact, owned=False, now=MONDAY) is Status.CLOSED
    contact.closed_at = None
    assert status_of(contact, owned=True, now=MONDAY) is Status.PENDING
    assert status_of(contact, owned=True, now=MONDAY + DAY) is Status.OPEN
    assert status_of(contact, owned=False, now=MONDAY + DAY) is Status.NEW


def test_an_identity_is_written_with_its_effects_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("lifelong.conversations.actions.placing._carried", fail)
    with pytest.raises(OSError, match="full"):
        receive_one()
    assert not Identity.objects.exists()
    assert not Customer.objects.exists()
    assert not Event.objects.exists()
