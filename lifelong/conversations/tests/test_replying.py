"""Answering, taking back, drafts, and how what was sent fares."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.drafting import ChangedElsewhere, save_draft
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import (
    IdTaken,
    NothingToSay,
    TooLate,
    Unseen,
    reply,
    withdraw,
)
from lifelong.conversations.actions.sending import PAUSES, accepted, begin_try, failed_once, retry
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Contact, Conversation, Draft, Entry, Sending, SetAsideOn
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import (
    agent,
    arrival,
    endpoint,
    incoming,
    receive_one,
    report,
    topic,
)
from lifelong.events.models import Event
from lifelong.lib import ids
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


# -- answering


def test_one_answer_settles_the_clock_and_makes_its_writer_the_owner() -> None:
    came, hero = receive_one(), agent()
    with stopped_at(NOW):
        reply(came.contact, text="On its way.", by=hero, seen_position=1)
    assert came.contact.waiting_since is None
    assert (came.contact.first_reply_at, came.contact.first_reply_by) == (NOW, hero)
    assert (came.conversation.status, came.conversation.owner) == (Status.PENDING, hero)


def test_an_answer_refers_to_what_it_answers() -> None:
    ours = endpoint("support@shop.example")
    came = receive_one(incoming(external_id="b@x", answers=("a@x",), subject="My order"), at=ours)
    message = reply(came.contact, text="Yes.", by=agent(), seen_position=None).message
    assert message.answers == ["b@x", "a@x"]
    assert message.subject == "Re: My order"
    assert message.endpoint == ours
    assert message.external_id.endswith("@shop.example")


def test_nothing_is_no_answer() -> None:
    came = receive_one()
    with pytest.raises(NothingToSay):
        reply(came.contact, text="  \n", by=agent(), seen_position=None)


def test_mail_that_came_in_unseen_stops_the_send_and_is_named() -> None:
    came = receive_one()
    new = receive_one("And my refund?")
    with pytest.raises(Unseen) as stopped:
        reply(came.contact, text="On its way.", by=agent(), seen_position=1)
    assert stopped.value.entry_ids == [new.entry.id]
    assert not Sending.objects.exists()


def test_a_colleagues_answer_stops_the_send_and_ones_own_does_not() -> None:
    came, hero = receive_one(), agent()
    reply(came.contact, text="On its way.", by=hero, seen_position=1)
    reply(came.contact, text="One more thing.", by=hero, seen_position=1)
    with pytest.raises(Unseen):
        reply(came.contact, text="Hello.", by=agent(), seen_position=1)


def test_notes_and_automatic_answers_and_what_was_withdrawn_stop_nothing() -> None:
    came, colleague = receive_one(), agent()
    note(came.conversation, text="VIP", by=colleague)
    reply(came.contact, text="We have it.", by=None, seen_position=None, automatic="auto-reply")
    withdraw(reply(came.contact, text="Oops", by=colleague, seen_position=None), by=colleague)
    reply(came.contact, text="On its way.", by=agent(), seen_position=1)


def test_in_live_chat_new_words_stop_nothing() -> None:
    at = endpoint(channel="chat")
    came = receive_one(incoming(channel="chat"), at=at)
    receive_one(incoming("Hello?", channel="chat"), at=at)
    reply(came.contact, text="Hi!", by=agent(), seen_position=1)


def test_an_automatic_answer_settles_no_clock_and_owns_nothing() -> None:
    came = receive_one()
    reply(came.contact, text="We have it.", by=None, seen_position=None, automatic="auto-reply")
    assert came.contact.waiting_since is not None
    assert came.contact.first_reply_at is None
    assert came.conversation.owner is None


def test_a_repeat_under_the_same_id_is_the_first_entry() -> None:
    came, hero, one = receive_one(), agent(), ids.new_id()
    first = reply(came.contact, text="On its way.", by=hero, seen_position=None, entry_id=one)
    again = reply(came.contact, text="On its way.", by=hero, seen_position=None, entry_id=one)
    assert first == again
    assert Entry.objects.filter(kind="message_out").count() == 1
    assert names().count("ReplySent") == 1


def test_an_id_that_is_in_use_elsewhere_is_refused() -> None:
    came, hero, one = receive_one(), agent(), ids.new_id()
    reply(came.contact, text="On its way.", by=hero, seen_position=None, entry_id=one)
    other = receive_one(incoming(sender="ben@example.com"))
    with pytest.raises(IdTaken):
        reply(other.contact, text="Hello.", by=hero, seen_position=None, entry_id=one)


# -- taking back


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


# -- drafts


def test_every_save_is_a_version_and_an_old_window_cannot_overwrite_a_newer() -> None:
    conversation, hero = receive_one().conversation, agent()
    first = save_draft(conversation, by=hero, text="A", version=0)
    second = save_draft(conversation, by=hero, text="AB", version=first.version)
    with pytest.raises(ChangedElsewhere) as refused:
        save_draft(conversation, by=hero, text="AC", version=first.version)
    assert refused.value.draft.text == "AB"
    assert save_draft(conversation, by=hero, text="AB", version=first.version).text == "AB"
    assert second.version == first.version + 1


def test_an_old_window_cannot_revive_words_that_were_said() -> None:
    came, hero = receive_one(), agent()
    draft = save_draft(came.conversation, by=hero, text="On its way.", version=0)
    reply(came.contact, text="On its way.", by=hero, seen_position=None)
    with pytest.raises(ChangedElsewhere):
        save_draft(came.conversation, by=hero, text="On its way.", version=draft.version)


def test_each_hero_has_a_draft_of_their_own() -> None:
    conversation = receive_one().conversation
    for hero in (agent(), agent()):
        save_draft(conversation, by=hero, text=hero.name, version=0)
    assert Draft.objects.count() == 2


# -- on its way


def an_answer() -> Entry:
    with stopped_at(NOW):
        came = receive_one()
        return reply(came.contact, text="On its way.", by=agent(), seen_position=None)


def state() -> str:
    return Sending.objects.get().state


def test_it_goes_out_when_the_time_to_take_it_back_is_over() -> None:
    answer = an_answer()
    with stopped_at(NOW + 9 * SECOND):
        assert begin_try(answer.id) is None
    with stopped_at(NOW + 10 * SECOND):
        assert begin_try(answer.id) == answer
        assert begin_try(answer.id) is None
        assert state() == "sending"
        accepted(answer.id)
    assert state() == "accepted"


def test_send_later_waits_for_its_moment() -> None:
    with stopped_at(NOW):
        came = receive_one()
        reply(came.contact, text="Hi", by=agent(), seen_position=None, send_at=NOW + DAY)
    assert Sending.objects.get().next_try_at == NOW + DAY


def test_a_try_that_fails_comes_again_later_each_time_until_it_is_given_up() -> None:
    answer, at, tries = an_answer(), NOW + HOUR, 0
    while True:
        with stopped_at(at):
            assert begin_try(answer.id) is not None
            tries += 1
            again = failed_once(answer.id, words="451 busy", permanent=False)
        if again is None:
            break
        assert again > at
        at = again
    assert tries == len(PAUSES) + 1
    assert at - NOW > 2 * DAY
    assert state() == "failed"


def test_giving_up_reopens_the_contact_and_says_why() -> None:
    answer = an_answer()
    contact = Contact.objects.get()
    close(contact, topic=topic(), by=answer.agent)
    with stopped_at(NOW + HOUR):
        begin_try(answer.id)
        failed_once(answer.id, words="550 no such user", permanent=True)
    contact.refresh_from_db()
    assert (contact.closed_at, contact.resolution) == (None, "")
    assert contact.waiting_since == NOW + HOUR
    assert Conversation.objects.get().status == Status.NEW
    assert Sending.objects.get().words == "550 no such user"
    assert {"ContactReopened", "SendingGaveUp"} <= set(names())
    assert Entry.objects.filter(details__what="sending-failed").exists()


def test_what_was_given_up_can_be_tried_again() -> None:
    answer = an_answer()
    with stopped_at(NOW + HOUR):
        begin_try(answer.id)
        failed_once(answer.id, words="550", permanent=True)
        retry(answer)
        assert begin_try(answer.id) is not None


def sent() -> Entry:
    answer = an_answer()
    with stopped_at(NOW + HOUR):
        begin_try(answer.id)
        accepted(answer.id)
    return answer


def test_reports_move_the_state_and_a_bounce_reopens_once() -> None:
    answer = sent()
    assert receive(report(answer, "delivered"), arrival=arrival()).state is DeliveryState.STORED
    assert state() == "delivered"
    for _ in range(2):
        bounce = report(answer, "bounced", words="550 mailbox full")
        assert receive(bounce, arrival=arrival()).state is DeliveryState.STORED
    assert state() == "bounced"
    assert Contact.objects.get().waiting_since is not None
    assert names().count("SendingGaveUp") == 1


def test_a_report_that_comes_late_changes_no_later_state() -> None:
    answer = sent()
    receive(report(answer, "bounced"), arrival=arrival())
    receive(report(answer, "delivered"), arrival=arrival())
    assert state() == "bounced"
    receive(report(answer, "delayed", words="452"), arrival=arrival())
    assert (state(), Sending.objects.get().words) == ("bounced", "452")


def test_a_report_about_no_mail_of_ours_is_parked_and_says_why() -> None:
    came = receive_one()
    settled = receive(report(came.entry, "bounced"), arrival=arrival())
    assert settled.state is DeliveryState.PARKED
    assert settled.reason
