from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from queue import Empty

import psycopg
import pytest

from lifelong.lib import clock
from lifelong.lib.postgres.lines import address
from lifelong.lib.transactions import transaction
from lifelong.live import bring_near, end_streams, publish, put_away
from lifelong.live.tickets import Ticket, make_token
from lifelong.web.stream.app import Stream
from lifelong.web.stream.hub import FOR_COMPANY, STREAMS_EACH, Client, Hub, open_streams
from lifelong.web.stream.tests.listening import Server, listen, serving, wait_until


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    with serving(Stream()) as server:
        wait_until(lambda: server.stream.listener.up)
        yield server


def say(subject: str, *audience: str) -> None:
    with transaction():
        publish(subject, audience=audience)


def cut_the_listener() -> None:
    with psycopg.connect(address("test"), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'lifelong stream' and datname = current_database()"
            " and pid <> pg_backend_pid()"
        )


def test_a_strangers_inbox_is_not_heard(server: Server) -> None:
    ana, bob = listen(server, "ana", "inbox:1"), listen(server, "bob", "inbox:2")
    say("conversation/1", "inbox:1")
    say("conversation/2", "inbox:2")
    assert ana.rest() == [("changed", "conversation/1")]
    assert bob.rest() == [("changed", "conversation/2")]


def test_a_subject_is_heard_once_by_several_audiences(server: Server) -> None:
    ana = listen(server, "ana", "inbox:1", "role:lead")
    say("conversation/1", "inbox:1", "role:lead", "agent:ana")
    assert ana.rest() == [("changed", "conversation/1")]


def test_signals_to_a_slow_reader_wait_as_a_set() -> None:
    ana = Client(Ticket("agent:ana", frozenset(), 0.0))
    for number in range(500):
        ana.tell(f"conversation/{number % 3}")
    assert ana.take() == (False, {f"conversation/{number}" for number in range(3)})
    assert ana.take() == (False, set())


def test_what_lies_before_their_eyes_is_told_while_the_rest_waits(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifelong.web.stream.app.SHORTEST_PAUSE", 20.0)
    monkeypatch.setattr("lifelong.web.stream.app.LONGEST_PAUSE", 20.0)
    ana = listen(server, "ana", "inbox:1")
    with transaction():
        bring_near("ana", "conversation/mine")
    say("conversation/1", "inbox:1")
    assert ana.next() == ("changed", "conversation/1")
    say("conversation/2", "inbox:1")
    with pytest.raises(Empty):
        ana.next(0.3)
    say("conversation/mine", "inbox:1")
    told = {ana.next(), ana.next()}
    assert told == {("changed", "conversation/mine"), ("changed", "conversation/2")}
    with transaction():
        put_away("ana", "conversation/mine")
    say("conversation/mine", "inbox:1")
    with pytest.raises(Empty):
        ana.next(0.3)


def say_in_passing(subject: str, *audience: str) -> None:
    with transaction():
        publish(subject, audience=audience, in_passing=True)


def test_what_nobody_waits_for_is_told_together_a_moment_later(server: Server) -> None:
    ana = listen(server, "ana", "inbox:1")
    say_in_passing("conversation/1", "inbox:1")
    say_in_passing("conversation/1", "inbox:1")
    say("conversation/2", "inbox:1")
    assert ana.next(FOR_COMPANY / 2) == ("changed", "conversation/2")
    assert ana.next(FOR_COMPANY * 5) == ("changed", "conversation/1")
    assert ana.rest() == []


def test_it_is_told_along_with_what_lies_before_their_eyes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifelong.web.stream.hub.FOR_COMPANY", 20.0)
    ana = listen(server, "ana", "inbox:1")
    with transaction():
        bring_near("ana", "conversation/mine")
    say_in_passing("conversation/1", "inbox:1")
    say("conversation/mine", "inbox:1")
    told = {ana.next(), ana.next()}
    assert told == {("changed", "conversation/mine"), ("changed", "conversation/1")}


def test_a_call_to_look_at_everything_spares_what_waited() -> None:
    ana = Client(Ticket("agent:ana", frozenset(), 0.0))
    ana.aside = {"conversation/1"}
    ana.tell_resync()
    ana._tell_what_waited()
    assert ana.take() == (True, set())


def test_a_visitor_hears_at_once_since_all_is_their_own() -> None:
    hub = Hub()
    visitor = hub.join(Ticket("visitor:1", frozenset({"customer:1"}), 0.0))
    agent = hub.join(Ticket("agent:ana", frozenset({"customer:1"}), 0.0))
    hub.signal("chat/1", ["customer:1"])
    assert visitor and agent
    assert (visitor.near, agent.near) == (True, False)


def test_only_the_latest_of_many_screens_are_remembered() -> None:
    hub = Hub()
    for number in range(STREAMS_EACH + 5):
        hub.signal(f"agent/ana/near/conversation/{number}", ["agent:ana"])
    assert list(hub._near["agent:ana"]) == [f"conversation/{n}" for n in range(5, 25)]
    for number in range(STREAMS_EACH + 5):
        hub.signal(f"agent/ana/far/conversation/{number}", ["agent:ana"])
    assert hub._near == {}


def test_after_the_database_went_away_everybody_is_told_to_look(server: Server) -> None:
    ana = listen(server, "ana", "inbox:1")
    cut_the_listener()
    assert ana.next() == ("resync", "-")
    say("conversation/1", "inbox:1")
    assert ana.next() == ("changed", "conversation/1")


def test_it_starts_before_the_database(transactional_db: None) -> None:
    stream = Stream()
    places = iter(["host=127.0.0.1 port=1 connect_timeout=1"])
    stream.listener._where = lambda: next(places, address("test"))
    with serving(stream) as server:
        ana = listen(server, "ana")
        assert ana.next() == ("resync", "-")


def test_a_token_of_three_minutes_ago_is_refused(server: Server) -> None:
    with clock.stopped_at(datetime.now(UTC) - timedelta(minutes=3)):
        token = make_token("agent:ana", ["inbox:1"])
    assert server.read(token).status == 401


def test_a_forged_token_is_refused(server: Server) -> None:
    assert server.read(make_token("agent:ana", ["inbox:1"])[1:]).status == 403
    assert server.read("").status == 403


def test_a_change_of_rights_ends_the_agents_streams_and_spends_their_tokens(
    server: Server,
) -> None:
    old = make_token("agent:ana", ["inbox:1"])
    ana, bob = listen(server, "ana", "inbox:1"), listen(server, "bob", "inbox:1")
    with transaction():
        end_streams("ana")
    assert ana.next() == ("renew", "-")
    assert ana.ended.wait(5)
    assert not bob.ended.is_set()
    assert server.read(old).status == 401
    assert listen(server, "ana").status == 200


def test_a_stream_ends_itself_so_that_rights_are_read_anew(transactional_db: None) -> None:
    with serving(Stream(lifetime=0.3)) as server:
        ana = listen(server, "ana")
        assert ana.rest(seconds=2)[-1] == ("renew", "-")
        assert ana.ended.wait(5)


def test_one_listener_cannot_hold_all_streams(server: Server) -> None:
    mine = [listen(server, "ana") for _ in range(STREAMS_EACH)]
    assert {reader.status for reader in mine} == {200}
    assert listen(server, "ana").status == 429
    assert listen(server, "bob").status == 200


def test_who_leaves_is_forgotten(server: Server) -> None:
    before = open_streams._value.get()
    ana = listen(server, "ana", "inbox:1")
    assert open_streams._value.get() == before + 1
    ana.close()
    wait_until(lambda: open_streams._value.get() == before)
    assert server.stream.hub._by_audience == {}


def test_an_unreadable_notification_harms_nobody(server: Server) -> None:
    ana = listen(server, "ana", "inbox:1")
    with psycopg.connect(address("test"), autocommit=True) as connection:
        connection.execute("notify live, 'nonsense'")
        connection.execute("notify live, '[]'")
    with pytest.raises(Empty):
        ana.next(0.3)
    say("conversation/1", "inbox:1")
    assert ana.next() == ("changed", "conversation/1")


@pytest.mark.parametrize(("readers", "seconds"), [(1, 0.04), (12, 0.04), (150, 0.5), (5000, 1.0)])
def test_the_more_listen_the_longer_each_is_left_in_peace(readers: int, seconds: float) -> None:
    stream = Stream()
    stream.hub.count = readers
    assert stream.pause == seconds
