"""One matter that was two, and two that were one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lifelong.conversations.actions.closing import AlreadyClosed, close, reopen_contact
from lifelong.conversations.actions.combining import NotTwo, SaidSince, combine, uncombine
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.splitting import NotThere, split
from lifelong.conversations.models import Contact, Conversation, Entry, Promise, Resolution
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one, topic
from lifelong.conversations.tests.people import MAIL, WORK, joined, wrote
from lifelong.events.models import Event
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def said(words: str, hours: float, **fields: Any) -> Came:
    when = NOW + hours * HOUR
    with stopped_at(when):
        return receive_one(incoming(words, **fields), when=when)


def answered(contact: Contact, hours: float, words: str = "We look.") -> Entry:
    with stopped_at(NOW + hours * HOUR):
        return reply(contact, text=words, by=agent(), seen_position=None)


def fresh(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def texts(contact: Contact) -> list[str]:
    rows = Entry.objects.filter(contact=contact).exclude(kind="event")
    return list(rows.order_by("position").values_list("text", flat=True))


def facts() -> list[str]:
    return list(Event.objects.order_by("id").values_list("name", flat=True))


# -- splitting


def test_from_this_message_on_it_is_another_matter_each_with_its_own_clock() -> None:
    first, second = said("The tent is late", 0), said("And the lamp is broken", 3)
    with stopped_at(NOW + 4 * HOUR):
        twin = split(second.entry, topic=topic("Damaged item"), by=agent())
    contact, twin = fresh(first.contact), fresh(twin)
    assert (texts(contact), texts(twin)) == (["The tent is late"], ["And the lamp is broken"])
    assert (contact.waiting_since, twin.waiting_since) == (NOW, NOW + 3 * HOUR)
    assert twin.due_at is not None and contact.due_at is not None
    assert twin.due_at > contact.due_at
    assert (twin.opened_at, str(twin.topic)) == (NOW + 3 * HOUR, "Damaged item")
    assert twin.first_due_at == twin.due_at
    assert facts()[-1] == "ContactSplit"


def test_what_was_answered_for_both_waits_for_neither() -> None:
    first, second = said("The tent is late", 0), said("And the lamp is broken", 1)
    answer = answered(first.contact, 2)
    twin = fresh(split(second.entry, topic=None, by=agent()))
    contact = fresh(first.contact)
    assert contact.waiting_since is None and twin.waiting_since is None
    # it was one answer to one person
    assert contact.first_reply_at == twin.first_reply_at == answer.placed_at
    assert twin.first_due_at is not None and twin.due_at is None
    assert texts(twin) == ["And the lamp is broken", "We look."]


def test_only_what_was_asked_since_waits_where_the_first_was_answered() -> None:
    first = said("The tent is late", 0)
    answered(first.contact, 1)
    second = said("And the lamp is broken", 2)
    twin = fresh(split(second.entry, topic=None, by=agent()))
    contact = fresh(first.contact)
    assert (contact.waiting_since, contact.due_at) == (None, None)
    assert twin.waiting_since == NOW + 2 * HOUR
    assert contact.first_reply_at == NOW + HOUR and twin.first_reply_at is None
    assert Conversation.objects.get().waiting_since == NOW + 2 * HOUR


def test_a_message_that_only_opened_it_again_leaves_it_closed_as_it_was() -> None:
    first = said("The tent is late", 0)
    answered(first.contact, 1)
    with stopped_at(NOW + 2 * HOUR):
        close(first.contact, topic=topic(), by=agent())
    second = said("The lamp is broken", 5)
    assert second.contact == first.contact
    twin = fresh(split(second.entry, topic=None, by=agent()))
    contact = fresh(first.contact)
    assert (contact.closed_at, contact.resolution) == (NOW + 2 * HOUR, Resolution.SOLVED)
    assert twin.closed_at is None and twin.waiting_since == NOW + 5 * HOUR
    assert Conversation.objects.get().status == Status.NEW
    assert Event.objects.filter(name="ContactSplit", data__closed_again=True).count() == 1


def test_a_promise_goes_with_the_words_it_follows() -> None:
    first = said("The tent is late", 0)
    with stopped_at(NOW + HOUR):
        old = promise(first.contact, text="Ask", due_at=NOW + DAY, by=agent())
    second = said("The lamp is broken", 2)
    with stopped_at(NOW + 3 * HOUR):
        new = promise(first.contact, text="Send a lamp", due_at=NOW + DAY, by=agent())
    twin = split(second.entry, topic=None, by=agent())
    assert Promise.objects.get(pk=old.pk).contact == first.contact
    assert Promise.objects.get(pk=new.pk).contact == twin


def test_there_is_nothing_to_split_at_the_first_message_or_an_answer_or_in_what_is_closed() -> None:
    first = said("The tent is late", 0)
    answer = answered(first.contact, 1)
    for entry in (first.entry, answer):
        with pytest.raises(NotThere):
            split(entry, topic=None, by=agent())
    second = said("Hello?", 2)
    close(first.contact, topic=topic(), by=agent(), reason="By phone")
    with pytest.raises(NotThere, match="closed"):
        split(second.entry, topic=None, by=agent())


# -- combining


def two() -> tuple[Contact, Contact]:
    """Two open matters, the second of which was answered."""
    first, second = said("The tent is late", 0), said("And the lamp is broken", 3)
    twin = split(second.entry, topic=topic("Damaged item"), by=agent())
    answered(twin, 4)
    return fresh(first.contact), fresh(twin)


def test_combined_they_are_one_that_waits_as_long_as_either_has() -> None:
    contact, twin = two()
    into = fresh(combine(twin, into=contact, topic=None, by=agent()))
    assert texts(into) == ["The tent is late", "And the lamp is broken", "We look."]
    assert (into.waiting_since, into.opened_at) == (NOW, NOW)
    assert into.first_reply_at == NOW + 4 * HOUR
    assert str(into.topic) == "Damaged item"
    gone = fresh(twin)
    assert (gone.resolution, gone.combined_into) == (Resolution.COMBINED, into)
    assert gone.closed_at is not None and texts(gone) == []
    assert Event.objects.filter(name="ContactClosed", data__resolution="combined").exists()


def test_the_older_may_go_on_in_the_newer() -> None:
    contact, twin = two()
    promised = promise(contact, text="Ask", due_at=NOW + 9999 * DAY, by=agent())
    into = fresh(combine(contact, into=twin, topic=topic("Both"), by=agent()))
    assert (into.opened_at, into.waiting_since, str(into.topic)) == (NOW, NOW, "Both")
    assert Promise.objects.get(pk=promised.pk).contact == into
    assert Promise.objects.get(pk=promised.pk).settled_at is None


KEPT = [
    one.attname for one in Contact._meta.concrete_fields if one.name not in ("before",)
]  # fmt: skip


def state() -> dict[str, Any]:
    rows = {str(one.id): [getattr(one, name) for name in KEPT] for one in Contact.objects.all()}
    entries = Entry.objects.exclude(kind="event").values_list("id", "contact")
    return rows | {str(one): contact for one, contact in entries}


def test_taken_back_both_are_as_they_were() -> None:
    contact, twin = two()
    promise(twin, text="Ask", due_at=NOW + 9999 * DAY, by=agent())
    before = state()
    combine(twin, into=contact, topic=topic("Both"), by=agent())
    assert state() != before
    uncombine(fresh(twin), by=agent())
    assert state() == before
    assert Promise.objects.get().contact == twin


def test_once_more_was_said_it_is_split_instead() -> None:
    contact, twin = two()
    combine(twin, into=contact, topic=None, by=agent())
    reply(contact, text="Both are on their way.", by=agent(), seen_position=None)
    with pytest.raises(SaidSince):
        uncombine(fresh(twin), by=agent())
    with pytest.raises(AlreadyClosed):
        reopen_contact(fresh(twin), by=agent())


def chosen_anew(into: Contact) -> None:
    Contact.objects.filter(pk=into.pk).update(topic=topic("Something else"))


def split_off(_into: Contact) -> None:
    split(Entry.objects.get(text="And the lamp is broken"), topic=None, by=agent())


@pytest.mark.parametrize("meanwhile", [chosen_anew, split_off])
def test_once_something_was_done_about_it_it_is_not_taken_back(
    meanwhile: Callable[[Contact], None],
) -> None:
    contact, twin = two()
    combine(twin, into=contact, topic=topic("Both"), by=agent())
    meanwhile(fresh(contact))
    with pytest.raises(SaidSince):
        uncombine(fresh(twin), by=agent())


def test_of_two_that_went_into_one_the_later_is_taken_back_first() -> None:
    contact, twin = two()
    third = split(said("And the mat is green", 5).entry, topic=None, by=agent())
    for one in (twin, third):
        combine(fresh(one), into=contact, topic=None, by=agent())
    with pytest.raises(SaidSince):
        uncombine(fresh(twin), by=agent())
    for one in (third, twin):
        uncombine(fresh(one), by=agent())
    assert [texts(one)[0] for one in (contact, twin, third)] == [
        "The tent is late",
        "And the lamp is broken",
        "And the mat is green",
    ]


def test_the_way_back_is_open_for_ten_minutes() -> None:
    contact, twin = two()
    with stopped_at(NOW + DAY):
        combine(twin, into=contact, topic=None, by=agent())
    with stopped_at(NOW + DAY + timedelta(minutes=11)), pytest.raises(SaidSince):
        uncombine(fresh(twin), by=agent())
    with stopped_at(NOW + DAY + timedelta(minutes=9)):
        uncombine(fresh(twin), by=agent())


def test_words_to_and_of_a_combined_matter_go_to_the_one_it_goes_on_in() -> None:
    contact, twin = two()
    combine(twin, into=contact, topic=None, by=agent())
    # a screen that does not know yet
    assert reply(fresh(twin), text="Soon.", by=agent(), seen_position=None).contact == contact
    # an answer to the address that was signed for it
    came = receive_one(incoming("Thank you, when?"), contact_id=twin.id)
    assert came.contact == contact


def test_only_two_open_matters_of_one_person_are_combined() -> None:
    contact, twin = two()
    other = wrote(WORK).contact
    with pytest.raises(NotTwo):
        combine(contact, into=contact, topic=None, by=agent())
    with pytest.raises(NotTwo):
        combine(other, into=contact, topic=None, by=agent())
    with pytest.raises(NotTwo):
        uncombine(contact, by=agent())
    close(twin, topic=topic(), by=agent())
    with pytest.raises(NotTwo):
        combine(twin, into=contact, topic=None, by=agent())


def test_matters_of_joined_people_are_combined_and_parted_again() -> None:
    one, other = wrote(MAIL, "The tent"), wrote(WORK, "The same tent")
    joined(one, other)
    into = combine(other.contact, into=one.contact, topic=None, by=agent())
    assert texts(into) == ["The tent", "The same tent"]
