"""Taking an answer back while there is time."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.confirming import confirm
from lifelong.conversations.actions.drafting import save_draft
from lifelong.conversations.actions.replying import (
    NotYours,
    TooLate,
    reply,
    withdraw,
)
from lifelong.conversations.actions.sending import begin_try
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Contact, Conversation, Draft, Entry, SetAsideOn
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import (
    agent,
    incoming,
    receive_one,
    topic,
)
from lifelong.events.models import Event
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def standing(contact: Contact) -> tuple[object, ...]:
    """What an answer changes of its contact."""
    one = Contact.objects.get(pk=contact.pk)
    return (
        one.waiting_since, one.first_reply_at, one.first_reply_by_id, one.closed_at,
        one.resolution, one.set_aside_until, one.set_aside_on,
    )  # fmt: skip


def names() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


def test_taking_back_gives_back_the_standing_and_the_words() -> None:
    came, hero = receive_one(), agent()
    before = standing(came.contact)
    save_draft(came.conversation, by=hero, text="On its way.", version=0)
    answer = reply(came.contact, text="On its way.", by=hero, seen_position=None)
    assert Draft.objects.get().text == ""
    withdraw(answer, by=hero)
    assert standing(came.contact) == before
    assert Draft.objects.get().text == "On its way."
    assert came.conversation.status == Status.OPEN
    assert Entry.objects.get(pk=answer.pk).withdrawn_at is not None
    assert begin_try(answer.id) is None


def test_files_of_what_was_taken_back_go_along_with_the_next_try() -> None:
    came, hero = receive_one(), agent()
    manual = IncomingFile(name="manual.txt", content_type="text/plain", content=b"Fold it.")
    first = reply(came.contact, text="Here.", by=hero, seen_position=None, files=[manual])
    withdraw(first, by=hero)
    assert Draft.objects.get().file_ids == [first.attachments.get().id]
    strange = receive_one(incoming("Mine", sender="eve@example.com"))
    theirs = reply(strange.contact, text="Yours", by=hero, seen_position=None, files=[manual])
    again = [first.attachments.get().id, theirs.attachments.get().id]
    second = reply(
        came.contact, text="Here.", by=hero, seen_position=None, files=[manual], again=again
    )
    files = [(one.place, one.file.name) for one in second.attachments.order_by("place")]
    assert files == [(0, "manual.txt"), (1, "manual.txt")], "and none of somebody else"
    assert Draft.objects.get(conversation=came.conversation).file_ids == []


def test_taking_back_keeps_what_was_written_since() -> None:
    came, hero = receive_one(), agent()
    answer = reply(came.contact, text="On its way.", by=hero, seen_position=None)
    save_draft(came.conversation, by=hero, text="By the way", version=Draft.objects.count())
    withdraw(answer, by=hero)
    assert Draft.objects.get().text == "On its way.\n\nBy the way"


def test_taking_back_what_was_set_aside_sets_it_aside_again() -> None:
    came, hero = receive_one(), agent()
    with stopped_at(NOW):
        set_aside(came.contact, until=NOW + DAY, on=SetAsideOn.BANK, by=hero)
        before = standing(came.contact)
        answer = reply(came.contact, text="On its way.", by=hero, seen_position=None)
        withdraw(answer, by=hero)
    assert standing(came.contact) == before


def test_taking_back_reopens_what_was_closed_with_the_answer_and_keeps_its_hero() -> None:
    came, hero = receive_one(), agent()
    before = standing(came.contact)
    answer = reply(came.contact, text="On its way.", by=hero, seen_position=None)
    close(came.contact, topic=topic(), by=hero)
    assert not Conversation.objects.filter(owner=hero).exists()
    withdraw(answer, by=hero)
    assert standing(came.contact) == before
    assert (came.conversation.owner, came.conversation.status) == (hero, Status.OPEN)
    assert "ContactReopened" in names()


def test_taking_back_an_answer_that_took_up_a_closed_matter_leaves_it_closed() -> None:
    came, hero = receive_one(), agent()
    reply(came.contact, text="On its way.", by=hero, seen_position=None)
    close(came.contact, topic=topic(), by=hero)
    before = standing(came.contact)
    withdraw(reply(came.contact, text="PS", by=hero, seen_position=None), by=hero)
    assert standing(came.contact) == before


def test_taking_back_keeps_a_customer_waiting_who_wrote_since() -> None:
    came, hero = receive_one(), agent()
    reply(came.contact, text="On its way.", by=hero, seen_position=None)
    second = reply(came.contact, text="And a coupon.", by=hero, seen_position=None)
    new = receive_one("Thank you, but it is late")
    withdraw(second, by=hero)
    assert came.contact.waiting_since == new.entry.placed_at


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_answers_each_answers_while_it_stands(order: tuple[int, int]) -> None:
    came, hero = receive_one(), agent()
    before = standing(came.contact)
    answers = [
        reply(came.contact, text=text, by=hero, seen_position=None) for text in ("One", "Two")
    ]
    withdraw(answers[order[0]], by=hero)
    assert came.contact.waiting_since is None
    assert came.contact.first_reply_at == answers[order[1]].placed_at
    withdraw(answers[order[1]], by=hero)
    assert standing(came.contact) == before


def test_what_is_on_its_way_cannot_be_taken_back() -> None:
    came, hero = receive_one(), agent()
    with stopped_at(NOW):
        answer = reply(came.contact, text="On its way.", by=hero, seen_position=None)
    with stopped_at(NOW + 11 * SECOND):
        assert begin_try(answer.id) is not None
        with pytest.raises(TooLate):
            withdraw(answer, by=hero)


def test_only_who_wrote_an_answer_takes_it_back() -> None:
    came, hero = receive_one(), agent()
    entry = reply(came.contact, text="Tomorrow.", by=hero, seen_position=None)
    with pytest.raises(NotYours):
        withdraw(entry, by=agent())
    assert not Draft.objects.filter(text="Tomorrow.").exists()


def test_the_next_answer_refers_to_nothing_that_was_taken_back() -> None:
    came, hero = receive_one(incoming(external_id="asked@x")), agent()
    withdraw(reply(came.contact, text="Tomorow.", by=hero, seen_position=None), by=hero)
    again = reply(came.contact, text="Tomorrow.", by=hero, seen_position=None)
    assert again.message.answers == ["asked@x"]


def test_what_was_called_settled_is_so_again_when_the_answer_is_taken_back() -> None:
    came, hero = receive_one(), agent()
    contact = close(came.contact, topic=topic(), by=hero, reason="by phone")
    confirm(contact, settled=True)
    answer = reply(contact, text="And another thing.", by=hero, seen_position=None)
    assert Contact.objects.get().confirmed is None
    withdraw(answer, by=hero)
    assert Contact.objects.get().confirmed is True
