"""What is done to many is done to each once, by the rules of one, and told."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.building import agent, inbox, topic
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.lists.actions import carrying_out
from lifelong.lists.actions.carrying_out import carry_out
from lifelong.lists.actions.ordering import NotUnderWay, begin, stop, undo
from lifelong.lists.acts.closing import ClosingAll
from lifelong.lists.models import BulkState
from lifelong.lists.tests.building import again, done, fared, planned, shop, statuses, whys

CLOSED = "ContactClosed"


def closings() -> int:
    return Event.objects.filter(name=CLOSED).count()


@pytest.mark.django_db
def test_many_are_closed_each_with_its_fact_and_its_line() -> None:
    here = shop()
    some = here.crowd(3)
    bulk = done("close", some, by=here.hero, topic=str(topic().id), reason="Answered by phone")
    assert (bulk.state, bulk.size, bulk.done, bulk.refused) == (BulkState.DONE, 3, 3, 0)
    assert statuses(some) == ["closed"] * 3
    assert closings() == 3
    for one in some:
        contact = one.contact
        assert contact.closed_by == here.hero
        assert contact.closed_reason == "Answered by phone"
        assert contact.topic == topic()
        said = Entry.objects.filter(contact=contact, kind="event").values_list("details", flat=True)
        assert [line["what"] for line in said] == ["closed"]


@pytest.mark.django_db
def test_who_may_not_be_closed_is_named_with_the_reason_and_left_as_they_were() -> None:
    here = shop()
    fine, waits, owed, settled, live, unsorted = here.crowd(6)
    for one in (fine, owed, settled, live, unsorted):
        reply(one.contact, text="On its way.", by=here.hero, seen_position=None)
    promise(owed.contact, text="Call", due_at=clock.now() + timedelta(days=1), by=here.hero)
    done("close", [settled], by=here.hero, topic=str(topic().id))
    colleague = agent(name="Tom Weiss")
    take(live.conversation, by=colleague, out_of=here.hero.id)
    Conversation.objects.filter(pk=live.conversation.pk).update(
        live_until=clock.now() + timedelta(minutes=5)
    )
    some = [fine, waits, owed, settled, live]
    bulk = done("close", some, by=here.hero, topic=str(topic().id))
    assert dict(fared(bulk)).keys() == {"done", "refused"}
    assert sorted(whys(bulk)) == [
        "A promise is still open.",
        "Nothing is open here: it is closed already.",
        "The customer waits for an answer. Answer, or say why not.",
        "Tom Weiss is talking with them right now.",
    ]
    assert (bulk.done, bulk.refused) == (1, 4)
    assert statuses(some) == ["closed", "new", "pending", "closed", "pending"]
    assert whys(done("close", [unsorted], by=here.hero)) == ["Choose a topic: what was this about?"]


@pytest.mark.django_db
def test_who_wrote_since_they_were_chosen_is_not_closed_unread() -> None:
    here = shop()
    some = here.crowd(2)
    bulk = planned("close", some, by=here.hero, resolution="spam")
    here.wrote("person1", "No spam at all: my tent burns.")
    begin(bulk)
    carry_out(bulk.id)
    assert whys(bulk) == ["They have written since. Read it first."]
    assert statuses(some) == ["closed", "new"]


@pytest.mark.django_db
def test_nobody_is_reached_whom_the_one_who_ordered_it_does_not_see() -> None:
    here = shop()
    mine, moved = here.crowd(2)
    foreign = shop_elsewhere()
    bulk = planned("close", [mine, moved, foreign], by=here.hero, resolution="spam")
    assert bulk.size == 2
    Conversation.objects.filter(pk=moved.conversation.pk).update(inbox=inbox())
    begin(bulk)
    carry_out(bulk.id)
    assert whys(bulk) == ["You no longer see them."]
    assert statuses([mine, moved, foreign]) == ["closed", "new", "new"]


def shop_elsewhere() -> Any:
    from lifelong.conversations.tests.building import endpoint, incoming, receive_one

    return receive_one(incoming(sender="far@example.com"), at=endpoint("far@shop.example"))


@pytest.mark.django_db
def test_whoever_lost_their_role_meanwhile_does_nothing_more() -> None:
    here = shop()
    some = here.crowd(2)
    bulk = planned("close", some, by=here.hero, resolution="spam")
    begin(bulk)
    Agent.objects.filter(pk=here.hero.pk).update(roles=["finance"])
    carry_out(bulk.id)
    assert again(bulk).refused == 2
    assert statuses(some) == ["new", "new"]


@pytest.mark.django_db
def test_a_second_click_and_a_second_worker_do_nothing_twice() -> None:
    here = shop()
    bulk = planned("close", here.crowd(3), by=here.hero, resolution="spam")
    for _click in range(2):
        begin(bulk)
        carry_out(bulk.id)
    assert closings() == 3
    assert again(bulk).done == 3


@pytest.mark.django_db
def test_what_is_stopped_stays_so_far_and_may_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    here = shop()
    monkeypatch.setattr(ClosingAll, "batch", 2)
    bulk = planned("close", here.crowd(5), by=here.hero, resolution="spam")
    begin(bulk)
    carrying_out._go_on(bulk.id)
    stop(bulk)
    carry_out(bulk.id)
    assert (again(bulk).state, again(bulk).done) == (BulkState.STOPPED, 2)
    with pytest.raises(NotUnderWay):
        stop(bulk)
    begin(bulk)
    carry_out(bulk.id)
    assert (again(bulk).state, closings()) == (BulkState.DONE, 5)


@pytest.mark.django_db
def test_what_nobody_foresaw_of_one_person_does_not_keep_the_others_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = shop()
    some = here.crowd(4)
    ill = some[2].conversation.id
    do = ClosingAll.do

    def fail_once(self: ClosingAll, change: Any, one: Any) -> Any:
        found = do(self, change, one)
        if one.conversation.id == ill:
            raise ZeroDivisionError
        return found

    monkeypatch.setattr(ClosingAll, "do", fail_once)
    bulk = done("close", some, by=here.hero, resolution="spam")
    assert whys(bulk) == ["Something of ours went wrong here, and nothing was done."]
    assert (bulk.state, bulk.done, bulk.refused, closings()) == (BulkState.DONE, 3, 1, 3)
    assert statuses(some)[2] == "new"


#: a worker of its own, which is killed by the fifth
WORKER = """
import os, signal
from lifelong.lists.actions.carrying_out import carry_out
from lifelong.lists.acts.closing import ClosingAll

do, seen = ClosingAll.do, []

def die(self, change, one):
    found = do(self, change, one)
    seen.append(one)
    if len(seen) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return found

ClosingAll.do, ClosingAll.batch = die, 3
carry_out(%r)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = shop()
    monkeypatch.setattr(ClosingAll, "batch", 3)
    some = here.crowd(8)
    bulk = planned("close", some, by=here.hero, resolution="spam")
    begin(bulk)
    database = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    died = subprocess.run(
        [sys.executable, "-m", "lifelong.running.command_line", "manage", "shell", "--no-imports",
         "-c", WORKER % str(bulk.id)],
        env=os.environ | {"DATABASE_URL": database},
        capture_output=True,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert (again(bulk).done, closings()) == (3, 3), "the batch that broke off left nothing"
    carry_out(bulk.id)
    assert (again(bulk).state, again(bulk).done) == (BulkState.DONE, 8)
    assert closings() == 8
    assert statuses(some) == ["closed"] * 8


@pytest.mark.django_db
def test_undoing_gives_back_what_was_where_nobody_has_gone_on() -> None:
    here = shop()
    plain, mine, wrote = here.crowd(3)
    take(mine.conversation, by=here.hero)
    before = [standing(one) for one in (plain, mine)]
    some = [plain, mine, wrote]
    bulk = done("close", some, by=here.hero, topic=str(topic().id), reason="By phone")
    here.wrote("person2", "And now?")
    undo(bulk)
    carry_out(bulk.id)
    bulk = again(bulk)
    assert (bulk.state, bulk.undone, bulk.kept, bulk.done) == (BulkState.UNDONE, 2, 1, 0)
    assert whys(bulk) == ["Somebody has gone on with it since."]
    assert [standing(one) for one in (plain, mine)] == before


def standing(came: Any) -> tuple[Any, ...]:
    conversation, contact = came.conversation, came.contact
    contact.refresh_from_db()
    return (
        conversation.status,
        conversation.owner_id,
        conversation.waiting_since,
        conversation.due_at,
        contact.topic_id,
        contact.closed_at,
        contact.resolution,
        contact.waiting_since,
        contact.due_at,
    )
