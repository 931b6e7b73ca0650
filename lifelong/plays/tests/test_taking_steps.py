"""What is due is said once, where it is wanted, when it may be."""

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DataError, IntegrityError, OperationalError, connections

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Channel
from lifelong.conversations.actions.joining import join
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind
from lifelong.conversations.tests.building import endpoint, incoming, receive_one
from lifelong.customers.tests.handles import PHONE, met
from lifelong.events.models import Event
from lifelong.lib import clock, ids
from lifelong.plays.actions.beginning_cases import begin_cases
from lifelong.plays.actions.switching import NotLikeThat, adjust, switch
from lifelong.plays.actions.taking_steps import look_at_halts, take_due_steps
from lifelong.plays.models import Case, Play, PlayKind, Touch
from lifelong.plays.playing import Way, Words
from lifelong.plays.tests.building import Saying, case, draw_in_turn, eligible, play
from lifelong.plays.waiting import Why
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
OUTREACH, FOLLOW_UP = PlayKind.OUTREACH, PlayKind.FOLLOW_UP
DAY = timedelta(days=1)


def said() -> list[str]:
    rows = Entry.objects.filter(kind=EntryKind.MESSAGE_OUT)
    return list(rows.order_by("placed_at", "position").values_list("text", flat=True))


def stands(one: Case) -> tuple[str, str]:
    one.refresh_from_db()
    return one.state, one.why


def test_what_is_due_is_said_once_and_the_next_step_a_day_later() -> None:
    part = Saying(steps=2)
    with clock.stopped_at(NOON):
        one = case(play())
        assert take_due_steps(OUTREACH, part) == 1
        assert take_due_steps(OUTREACH, part) == 0
        assert said() == ["Step 1 of your order."]
    with clock.stopped_at(NOON + DAY):
        take_due_steps(OUTREACH, part)
    assert said() == ["Step 1 of your order.", "Step 2 of your order."]
    assert stands(one) == ("done", "")
    assert Event.objects.filter(name="CustomerTouched").count() == 2


def test_the_same_subject_makes_one_case() -> None:
    on, subject = play(), ids.new_id()
    assert begin_cases(on, [eligible(of=subject)])
    assert not begin_cases(on, [eligible(of=subject)])
    assert Event.objects.filter(name="CaseBegun").count() == 1


def test_who_is_held_out_is_written_down_and_hears_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw_in_turn(monkeypatch)
    on = play(holdout=50)
    people = [met(f"{n}@example.com") for n in range(8)]
    cases = begin_cases(on, [eligible(one) for one in people])
    held = [one for one in cases if one.state == "held"]
    assert len(held) == 4
    take_due_steps(OUTREACH, Saying())
    assert len(said()) == 4
    assert Event.objects.filter(name="CaseBegun").count() == 8


def test_lost_parcels_are_never_held_out() -> None:
    on = play(holdout=50)
    people = [met(f"{n}@example.com") for n in range(20)]
    cases = begin_cases(on, [eligible(one, causes=("lost",)) for one in people])
    assert {one.arm for one in cases} == {"owed"}


def test_two_parcels_and_two_plays_make_one_message_a_day() -> None:
    with clock.stopped_at(NOON):
        first, second = play(), play(FOLLOW_UP)
        case(first), case(first), case(second)
        take_due_steps(OUTREACH, Saying())
        take_due_steps(FOLLOW_UP, Saying())
        assert len(said()) == 1
        assert Case.objects.filter(why=Why.TODAY).count() == 2
    with clock.stopped_at(NOON + DAY):
        take_due_steps(FOLLOW_UP, Saying())
        take_due_steps(OUTREACH, Saying())
        assert len(said()) == 2


def test_at_night_it_waits_until_morning() -> None:
    with clock.stopped_at(NOON.replace(hour=23)):
        on = play()
        Play.objects.update(from_minute=540, to_minute=1200)
        one = case(on)
        take_due_steps(OUTREACH, Saying())
        assert (said(), stands(one)) == ([], ("planned", "hours"))
    with clock.stopped_at(NOON.replace(day=2, hour=9)):
        take_due_steps(OUTREACH, Saying())
        assert len(said()) == 1


def test_who_writes_first_is_left_to_a_hero() -> None:
    ours = endpoint()
    receive_one(at=ours)
    one = case(play(at=ours), met())
    receive_one(at=ours)
    settle()
    assert stands(one) == ("stopped", "wrote")
    take_due_steps(OUTREACH, Saying())
    assert said() == []


def test_an_answer_is_noted_with_the_case() -> None:
    ours = endpoint()
    one = case(play(at=ours))
    take_due_steps(OUTREACH, Saying())
    entry = Entry.objects.get()
    receive_one(incoming("And when?", answers=(entry.message.external_id,)), at=ours)
    settle()
    one.refresh_from_db()
    assert one.replied_at is not None
    assert Event.objects.filter(name="CaseReplied").count() == 1


def test_a_phone_alone_from_a_checkout_gets_no_text() -> None:
    endpoint("+15005550006", channel=Channel.SMS, into=endpoint().inbox)
    one = case(play(), met(PHONE, kind="phone"))
    two = case(play(), met("+4930999999", kind="phone", proof="text"))
    take_due_steps(OUTREACH, Saying())
    assert stands(one) == ("stopped", "consent")
    assert stands(two) == ("done", "")
    assert Entry.objects.get().channel == Channel.SMS


def test_what_became_pointless_or_has_no_words_is_not_said() -> None:
    part, on = Saying(), play()
    one = case(on)
    part.settled = {one.subject}
    take_due_steps(OUTREACH, part)
    assert stands(one) == ("stopped", "settled")
    two, part.speechless = case(on), True
    take_due_steps(OUTREACH, part)
    assert stands(two) == ("stopped", "wordless")


def test_a_step_for_a_hero_makes_the_matter_wait_and_writes_to_nobody() -> None:
    part, on = Saying(), play()
    part.for_heroes = True
    one = case(on)
    take_due_steps(OUTREACH, part)
    settle()
    assert (said(), stands(one)) == ([], ("done", ""))
    assert Conversation.objects.get().status == "new"
    assert Contact.objects.get().begun_by == "us"
    assert Entry.objects.get(kind="event").details["case"] == str(one.id)


@pytest.mark.parametrize("trouble", [RuntimeError, IntegrityError, DataError])
def test_one_case_that_fails_stands_in_nobodys_way(trouble: type[Exception]) -> None:
    class Stumbling(Saying):
        def words(self, ready: Sequence[tuple[Case, Way]]) -> Mapping[UUID, Words]:
            if any(case.customer_id == bad.id for case, _way in ready):
                raise trouble("this one cannot be said")
            return super().words(ready)

    on, bad = play(), met("bad@example.com")
    cases = [case(on, bad), case(on), case(on, met("bob@example.com"))]
    assert take_due_steps(OUTREACH, Stumbling()) == 3
    assert [stands(one) for one in cases] == [("planned", "trouble"), ("done", ""), ("done", "")]
    assert take_due_steps(OUTREACH, Stumbling()) == 0


def test_a_database_that_is_gone_is_no_cases_trouble() -> None:
    class Cut(Saying):
        def words(self, ready: Sequence[tuple[Case, Way]]) -> Mapping[UUID, Words]:
            raise OperationalError("the connection is lost")

    one = case(play())
    with pytest.raises(OperationalError):
        take_due_steps(OUTREACH, Cut())
    assert stands(one) == ("planned", "")


def test_who_writes_while_it_is_being_said_is_left_to_a_hero() -> None:
    ours = endpoint()

    class Interrupted(Saying):
        def words(self, ready: Sequence[tuple[Case, Way]]) -> Mapping[UUID, Words]:
            receive_one(at=ours)
            return super().words(ready)

    one = case(play(at=ours))
    take_due_steps(OUTREACH, Interrupted())
    assert (said(), stands(one)) == ([], ("stopped", "wrote"))


def test_of_three_who_are_one_person_it_counts_who_of_them_wrote() -> None:
    ours = endpoint()
    people = [met(f"{n}@example.com") for n in range(3)]
    for other in people[1:]:
        join(people[0], other, by=agent())
    one = case(play(at=ours), people[2])
    receive_one(incoming("Hello", sender="1@example.com"), at=ours)
    settle()
    assert stands(one) == ("stopped", "wrote")


def test_a_play_whose_feed_is_dead_says_so_and_goes_on_when_it_lives() -> None:
    part, on = Saying(), play()
    case(on)
    part.dead = "No tracking news since Monday."
    look_at_halts(OUTREACH, part)
    take_due_steps(OUTREACH, part)
    on.refresh_from_db()
    assert (said(), on.halted_why) == ([], "No tracking news since Monday.")
    part.dead = ""
    look_at_halts(OUTREACH, part)
    take_due_steps(OUTREACH, part)
    assert len(said()) == 1
    names = Event.objects.filter(name__startswith="Play").order_by("id").values_list("name")
    assert [name for (name,) in names] == ["PlaySwitched", "PlayHalted", "PlayResumed"]


def test_a_play_that_is_off_keeps_what_it_planned() -> None:
    on = play()
    case(on)
    switch(on, on=False, by=None)
    assert take_due_steps(OUTREACH, Saying()) == 0
    switch(on, on=True, by=None)
    assert take_due_steps(OUTREACH, Saying()) == 1


def test_terms_that_make_no_sense_are_refused() -> None:
    on = play()
    with pytest.raises(NotLikeThat):
        adjust(on, holdout=51, from_minute=0, to_minute=60, level=None)
    with pytest.raises(NotLikeThat):
        adjust(on, holdout=5, from_minute=60, to_minute=60, level=None)


@pytest.mark.django_db(transaction=True)
def test_four_workers_say_each_thing_once() -> None:
    on = play()
    people = [met(f"{n}@example.com") for n in range(12)]
    begin_cases(on, [eligible(one) for one in people for _twice in range(2)])

    def work() -> None:
        try:
            for _ in range(8):
                take_due_steps(OUTREACH, Saying(), most=3)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Touch.objects.count() == len(said()) == 12
    per_person: dict[UUID, int] = {}
    for customer_id in Touch.objects.values_list("customer_id", flat=True):
        per_person[customer_id] = per_person.get(customer_id, 0) + 1
    assert set(per_person.values()) == {1}
