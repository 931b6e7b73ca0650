"""Closing, promises, setting aside, and who has the conversation."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.channels.tests.building import endpoint, inbox
from lifelong.conversations.actions.closing import (
    AlreadyClosed,
    NeedsTopic,
    StillWaiting,
    close,
    reopen_contact,
)
from lifelong.conversations.actions.confirming import confirm
from lifelong.conversations.actions.owning import Taken, assign, move, release, take
from lifelong.conversations.actions.promising import (
    EmptyPromise,
    promise,
    raise_due,
    settle_promise,
)
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import NotAhead, set_aside, wake_all_due
from lifelong.conversations.models import Contact, Conversation, Entry, Resolution, SetAsideOn
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one, topic
from lifelong.events.models import Event
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def answered() -> Came:
    came = receive_one()
    reply(came.contact, text="On its way.", by=agent(), seen_position=None)
    return came


def status() -> str:
    return Conversation.objects.get().status


def names() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


# -- what the customer says of it


def told(contact: Contact) -> tuple[bool | None, bool, bool]:
    """What they said, whether it is closed, whether they wait."""
    contact.refresh_from_db()
    return contact.confirmed, contact.closed_at is not None, contact.waiting_since is not None


def test_a_no_is_heard_after_each_closing_and_a_repeat_is_none() -> None:
    contact, hero = answered().contact, agent()
    for closings in (1, 2):
        close(contact, topic=topic(), by=hero)
        assert told(contact) == (None, True, False)
        confirm(contact, settled=False)
        confirm(contact, settled=False)
        assert told(contact) == (False, False, True)
        assert names().count("ResolutionConfirmed") == closings
        reply(contact, text="And now?", by=hero, seen_position=None)


def test_a_no_that_was_answered_can_be_said_again() -> None:
    contact, hero = answered().contact, agent()
    close(contact, topic=topic(), by=hero)
    confirm(contact, settled=False)
    reply(contact, text="And now?", by=hero, seen_position=None)
    assert told(contact) == (False, False, False)
    confirm(contact, settled=False)
    assert told(contact) == (False, False, True)


def test_a_yes_is_said_of_one_closing_and_of_no_later_one() -> None:
    contact, hero = answered().contact, agent()
    close(contact, topic=topic(), by=hero)
    confirm(contact, settled=True)
    reopen_contact(contact, by=hero)
    assert told(contact)[0] is None
    close(contact, topic=topic(), by=hero, reason="by phone")
    assert told(contact) == (None, True, False)
    confirm(contact, settled=True)
    assert told(contact) == (True, True, False)


# -- closing


def test_closing_records_topic_resolution_who_and_when_and_lets_the_hero_go() -> None:
    came, hero = answered(), agent()
    with stopped_at(NOW):
        contact = close(came.contact, topic=topic("Damaged item"), by=hero)
    assert (contact.closed_at, contact.closed_by, contact.resolution) == (NOW, hero, "solved")
    assert str(contact.topic) == "Damaged item"
    conversation = came.conversation
    assert (conversation.status, conversation.owner) == (Status.CLOSED, None)
    assert conversation.last_owner == Entry.objects.get(kind="message_out").agent
    assert names()[-2:] == ["ContactClosed", "OwnerChanged"]


def test_closing_needs_a_topic_unless_it_never_was_a_matter() -> None:
    came = answered()
    with pytest.raises(NeedsTopic):
        close(came.contact, topic=None, by=agent())
    close(came.contact, topic=None, by=agent(), resolution=Resolution.SPAM)


def test_a_topic_that_is_there_is_enough() -> None:
    came = answered()
    Contact.objects.update(topic=topic())
    assert close(came.contact, topic=None, by=agent()).topic == topic()


@pytest.mark.parametrize("resolution", [Resolution.SOLVED, "solved"])
def test_closing_is_refused_while_the_customer_waits_unless_there_is_a_reason(
    resolution: Resolution,
) -> None:
    contact = receive_one().contact
    with pytest.raises(StillWaiting):
        close(contact, topic=topic(), by=agent(), resolution=resolution)
    close(contact, topic=topic(), by=agent(), reason="They called us.")
    assert Contact.objects.get().closed_reason == "They called us."


def test_closing_is_refused_while_a_promise_is_open_and_drops_it_for_a_reason() -> None:
    contact, hero = answered().contact, agent()
    made = promise(contact, text="Ask the carrier", due_at=contact.opened_at + DAY, by=hero)
    for resolution in (Resolution.SOLVED, Resolution.NO_REPLY_NEEDED):
        with pytest.raises(StillWaiting):
            close(contact, topic=topic(), by=hero, resolution=resolution)
    close(contact, topic=topic(), by=hero, reason="The parcel came.")
    made.refresh_from_db()
    assert (made.kept, made.settled_at is None) == (False, False)
    with stopped_at(contact.opened_at + 2 * DAY):
        assert raise_due() == 0


def test_a_kept_promise_stands_in_nobodys_way() -> None:
    contact, hero = answered().contact, agent()
    made = promise(contact, text="Ask the carrier", due_at=contact.opened_at + DAY, by=hero)
    settle_promise(made, kept=True, by=hero)
    close(contact, topic=topic(), by=hero)


def test_what_is_closed_is_not_closed_again() -> None:
    contact = answered().contact
    close(contact, topic=topic(), by=agent())
    with pytest.raises(AlreadyClosed):
        close(contact, topic=topic(), by=agent())


def test_the_hero_stays_while_another_matter_is_open() -> None:
    came = answered()
    Contact.objects.create(
        conversation=came.conversation, customer=came.conversation.customer,
        channel="email", opened_at=NOW, waiting_since=NOW,
    )  # fmt: skip
    close(came.contact, topic=topic(), by=agent())
    assert (status(), came.conversation.owner is None) == (Status.OPEN, False)


def test_taking_a_matter_up_again_makes_it_wait_with_its_hero() -> None:
    came, hero = answered(), agent()
    close(came.contact, topic=topic(), by=agent())
    reopen_contact(came.contact, by=hero)
    assert (status(), came.conversation.owner) == (Status.OPEN, hero)
    assert came.contact.resolution == ""


# -- promises


def test_a_promise_rises_once_when_it_is_due() -> None:
    came, hero = answered(), agent()
    with stopped_at(NOW):
        promise(came.contact, text="Ask the carrier", due_at=NOW + DAY, by=hero)
        assert raise_due() == 0
    assert status() == Status.PENDING
    with stopped_at(NOW + DAY):
        assert (raise_due(), raise_due()) == (1, 0)
    assert status() == Status.OPEN
    assert came.contact.waiting_since == NOW + DAY
    assert names().count("PromiseDue") == 1


def test_a_promise_that_was_settled_meanwhile_does_not_rise() -> None:
    came, hero = answered(), agent()
    with stopped_at(NOW):
        made = promise(came.contact, text="Ask", due_at=NOW + DAY, by=hero)
        settle_promise(made, kept=True, by=hero)
        settle_promise(made, kept=False, by=hero)
    made.refresh_from_db()
    assert made.kept is True
    with stopped_at(NOW + DAY):
        assert raise_due() == 0


def test_a_promise_says_what_and_by_when() -> None:
    contact = answered().contact
    with stopped_at(NOW):
        for text, due in [(" ", NOW + DAY), ("Ask", NOW)]:
            with pytest.raises(EmptyPromise):
                promise(contact, text=text, due_at=due, by=agent())


# -- set aside


def test_what_is_set_aside_is_pending_and_wakes_when_its_time_is_over() -> None:
    with stopped_at(NOW):
        came = receive_one()
        set_aside(came.contact, until=NOW + DAY, on=SetAsideOn.WAREHOUSE, by=agent())
    assert status() == Status.PENDING
    with stopped_at(NOW + DAY - HOUR):
        assert wake_all_due() == 0
    with stopped_at(NOW + DAY):
        assert (wake_all_due(), wake_all_due()) == (1, 0)
    assert status() == Status.NEW
    assert came.contact.waiting_since == NOW
    assert names().count("ContactWoke") == 1


def test_what_was_answered_and_set_aside_waits_from_the_moment_it_wakes() -> None:
    came = answered()
    with stopped_at(NOW):
        set_aside(came.contact, until=NOW + DAY, on=SetAsideOn.CUSTOMER, by=agent())
    with stopped_at(NOW + 2 * DAY):
        wake_all_due()
    assert came.contact.waiting_since == NOW + DAY


def test_aside_is_ahead_in_time_and_of_an_open_matter() -> None:
    came = answered()
    with stopped_at(NOW), pytest.raises(NotAhead):
        set_aside(came.contact, until=NOW, on=SetAsideOn.BANK, by=agent())
    close(came.contact, topic=topic(), by=agent())
    with stopped_at(NOW), pytest.raises(NotAhead):
        set_aside(came.contact, until=NOW + DAY, on=SetAsideOn.BANK, by=agent())


# -- who has it


def test_at_most_one_has_it() -> None:
    came, first, second = receive_one(), agent(), agent()
    take(came.conversation, by=first)
    take(came.conversation, by=first)
    assert status() == Status.OPEN
    with pytest.raises(Taken, match=first.name):
        take(came.conversation, by=second)
    assign(came.conversation, to=second, by=first)
    assert came.conversation.owner == second
    assert names().count("OwnerChanged") == 2


def test_given_back_it_waits_as_long_as_it_has() -> None:
    came, hero = receive_one(), agent()
    take(came.conversation, by=hero)
    release(came.conversation, by=hero)
    conversation = came.conversation
    assert (conversation.status, conversation.last_owner) == (Status.NEW, hero)
    assert conversation.waiting_since == came.entry.placed_at


def test_moved_it_keeps_an_owner_who_works_there_too() -> None:
    both, one = agent(), agent()
    here, there = inbox(both, one), inbox(both)
    for hero, keeps in [(both, True), (one, False)]:
        message = incoming(sender=f"{keeps}@example.com")
        came = receive_one(message, at=endpoint(into=here))
        take(came.conversation, by=hero)
        move(came.conversation, to=there, by=hero)
        assert came.conversation.inbox == there
        assert (came.conversation.owner == hero) is keeps
