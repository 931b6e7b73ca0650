"""What did not arrive and is waited for, and whether anything leaves an address."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from lifelong.accounts.models import Role
from lifelong.accounts.policy import Caller, caller_for
from lifelong.channels.models import Endpoint
from lifelong.conversations import undelivered as looking
from lifelong.conversations.actions import trying_again
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.doubting import let_be, lose_sight
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import PAUSES, accepted, begin_try, failed_once
from lifelong.conversations.actions.trying_again import try_all_again, try_some_again
from lifelong.conversations.models import Entry, Sending
from lifelong.conversations.tests.building import (
    Came,
    agent,
    arrival,
    endpoint,
    incoming,
    receive_one,
    report,
    topic,
)
from lifelong.conversations.undelivered import Departures, counted, departures, undelivered
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
NOW = clock.now()
MINUTE = timedelta(minutes=1)


def admin() -> Caller:
    return caller_for(agent(Role.ADMIN))


def wrote(name: str, at: Endpoint | None = None) -> Came:
    with clock.stopped_at(NOW - 90 * MINUTE):
        return receive_one(incoming(sender=f"{name}@example.com"), at=at)


def tried(came: Came, ago: int, *, tries: int = 1) -> Entry:
    """Our answer, whose last try began so many minutes ago."""
    with clock.stopped_at(NOW - (ago + 5) * MINUTE):
        said = reply(came.contact, text="Here.", by=agent(), seen_position=None)
    with clock.stopped_at(NOW - ago * MINUTE):
        Sending.objects.filter(pk=said.pk).update(tries=tries - 1, next_try_at=clock.now())
        assert begin_try(said.id)
    return said


def failed(came: Came, ago: int = 60, *, words: str = "550 no", permanent: bool = True) -> Entry:
    said = tried(came, ago)
    with clock.stopped_at(NOW - ago * MINUTE):
        failed_once(said.id, words=words, permanent=permanent)
    return said


def found() -> list[Entry]:
    return [one.entry for one in undelivered(visible_to=admin())]


def test_what_was_given_up_is_found_the_newest_first_with_why() -> None:
    first, second = failed(wrote("ana"), 60), failed(wrote("bo"), 30, words="552 full")
    assert found() == [second, first]
    newest = undelivered(visible_to=admin())[0]
    assert (newest.words, newest.failed_at) == ("552 full", NOW - 30 * MINUTE)
    total = counted(visible_to=admin())
    assert (total.waited_for, total.failed, total.others) == (2, 2, 0)
    assert total.oldest_at == NOW - 60 * MINUTE


def test_what_is_tried_again_by_itself_is_not_given_up() -> None:
    failed(wrote("ana"), permanent=False)
    assert found() == []


def test_what_was_said_otherwise_is_no_longer_waited_for() -> None:
    came, other = wrote("ana"), wrote("bo")
    failed(came)
    failed(other)
    reply(came.contact, text="By another way.", by=agent(), seen_position=None)
    close(other.contact, topic=topic(), by=agent(), reason="Told by phone")
    assert found() == []
    total = counted(visible_to=admin())
    assert (total.waited_for, total.others) == (0, 2)


def test_whoever_has_written_since_is_answered_by_a_hero() -> None:
    failed(wrote("ana"))
    receive(incoming("Hello?"), arrival=arrival())
    assert found() == []


def test_what_perhaps_arrived_is_found_until_somebody_lets_it_be() -> None:
    said = tried(wrote("ana"), 10)
    lose_sight(said.id, words="No answer.")
    assert found() == [said] and counted(visible_to=admin()).failed == 0
    let_be(said, by=agent())
    assert found() == []


def test_what_is_old_is_no_news() -> None:
    said = failed(wrote("ana"))
    Sending.objects.filter(pk=said.pk).update(failed_at=NOW - timedelta(days=31))
    assert found() == [] and counted(visible_to=admin()).others == 0


def test_all_that_failed_is_tried_again_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying_again, "A_FEW", 2)
    some = [failed(wrote(name), 60 - place) for place, name in enumerate(["ana", "bo", "cy"])]
    perhaps = tried(wrote("dora"), 10)
    lose_sight(perhaps.id, words="No answer.")
    came_back = tried(wrote("emil"), 10)
    accepted(came_back.id)
    receive(report(came_back, "bounced"), arrival=arrival())
    assert set(found()) == {*some, perhaps, came_back}
    by = agent(Role.ADMIN)
    try_all_again(by=by)
    told = Event.objects.get(name="UndeliveredRetried").data
    assert told["by_id"] == str(by.id)
    until = clock.now()
    assert try_some_again(until=until)
    assert [one.sending.state for one in Entry.objects.filter(pk__in=[s.pk for s in some])].count(
        "queued"
    ) == 2
    assert not try_some_again(until=until)
    assert set(found()) == {perhaps, came_back}, "another try might be one too many there"
    begin_try(some[0].id)
    failed_once(some[0].id, words="550 still no", permanent=True)
    assert not try_some_again(until=until), "what fails anew is not tried for ever"
    assert set(found()) == {some[0], perhaps, came_back}


def test_one_of_them_is_found_by_its_id_while_it_is_undelivered() -> None:
    came = wrote("ana")
    said = failed(came)
    assert looking.undelivered_entry(said.id, visible_to=admin()) == said
    with pytest.raises(NotFound):
        looking.undelivered_entry(came.entry.id, visible_to=admin())
    lead = caller_for(agent(Role.LEAD))
    for ask in (undelivered, counted, departures):
        with pytest.raises(NotAllowed):
            ask(visible_to=lead)


def leaving(at: Endpoint) -> Departures:
    with clock.stopped_at(NOW):
        return departures(visible_to=admin())[at.id]


def test_an_address_says_when_something_left_last_and_what_went_wrong_last() -> None:
    here, there = endpoint(), endpoint()
    with clock.stopped_at(NOW - 30 * MINUTE):
        accepted(tried(wrote("ana", here), 30).id)
    failed(wrote("bo", here), 20, words="451 later", permanent=False)
    assert leaving(here) == Departures(
        last_at=NOW - 30 * MINUTE, stuck=1, failed_at=NOW - 20 * MINUTE, words="451 later",
        in_vain=1, why="451 later",
    )  # fmt: skip
    assert leaving(there) == Departures()


def test_nothing_leaves_after_three_tries_in_vain_of_one_or_of_several() -> None:
    here, there = endpoint(), endpoint()
    said = tried(wrote("ana", here), 20, tries=3)
    with clock.stopped_at(NOW - 20 * MINUTE):
        failed_once(said.id, words="451 later", permanent=False)
    failed(wrote("fay", here), 10, words="550 nobody of that name")
    stuck = leaving(here)
    assert stuck.is_stuck
    assert (stuck.words, stuck.why) == ("550 nobody of that name", "451 later")
    for name in ("bo", "cy", "dora"):
        assert not leaving(there).is_stuck
        failed(wrote(name, there), 10, permanent=False)
    assert leaving(there).is_stuck
    with clock.stopped_at(NOW - 5 * MINUTE):
        accepted(tried(wrote("emil", there), 5).id)
    assert not leaving(there).is_stuck, "something has left since"


def test_mailboxes_that_are_not_there_say_nothing_of_the_address() -> None:
    here = endpoint()
    for name in ("ana", "bo", "cy", "dora"):
        failed(wrote(name, here), 10, words="550 nobody of that name")
    assert not leaving(here).is_stuck and leaving(here).stuck == 4


def test_what_came_back_had_left() -> None:
    here = endpoint()
    for name in ("ana", "bo", "cy"):
        said = tried(wrote(name, here), 20)
        accepted(said.id)
        receive(report(said, "bounced"), arrival=arrival(here))
    said_so = leaving(here)
    assert not said_so.is_stuck and said_so.stuck == 0 and said_so.failed_at


def test_what_left_after_failing_is_forgotten() -> None:
    here = endpoint()
    said = failed(wrote("ana", here), permanent=False)
    Sending.objects.filter(pk=said.pk).update(next_try_at=NOW)
    begin_try(said.id)
    accepted(said.id)
    assert leaving(here).failed_at is None
    assert len(PAUSES) > 2


def test_nothing_looks_at_all_that_was_ever_sent() -> None:
    """Of many thousand that arrived a few failed."""
    said = failed(wrote("ana"))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO conversations_sending (entry_id, customer_id, endpoint_id, state,"
            " recipient, queued_at, send_at, tries, accepted_at, words, before, in_doubt)"
            " SELECT gen_random_uuid(), customer_id, endpoint_id, 'delivered', recipient,"
            " queued_at, send_at, 1, now() - n * interval '1 minute', '', '{}', false"
            " FROM conversations_sending, generate_series(1, 30000) n WHERE entry_id = %s",
            [said.id],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE conversations_sending")
        since: dict[str, Any] = {"since": NOW - looking.LATELY, "most": 99, "in_vain": 3}
        cursor.execute(f"EXPLAIN {looking._DEPARTURES}", since)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    plan += undelivered(visible_to=admin())[:50].explain()
    assert "sending_left" in plan and "sending_failing" in plan and "sending_undelivered" in plan
    assert "Seq Scan on conversations_sending" not in plan
