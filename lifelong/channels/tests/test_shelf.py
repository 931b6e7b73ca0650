"""What comes in at the same time is kept together, and each knows whether it is."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from lifelong.channels import shelf as shelves
from lifelong.channels.actions.delivering import arrived, as_kept
from lifelong.channels.models import Connection, Delivery
from lifelong.channels.shelf import NotKept, Shelf
from lifelong.channels.tests.building import brand
from lifelong.lib.postgres.lines import address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many deliveries went into each statement."""
    counted: list[int] = []

    def counting(deliveries: list[Delivery]) -> list[Any]:
        counted.append(len(deliveries))
        return as_kept(deliveries)

    monkeypatch.setattr(shelves, "as_kept", counting)
    return counted


def run(use: Callable[[Shelf], Coroutine[Any, Any, Any]]) -> Any:
    """In a thread: the test's own may have the browser's loop."""

    async def with_a_shelf() -> Any:
        shelf = Shelf()
        try:
            return await use(shelf)
        finally:
            await shelf.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, with_a_shelf()).result()


async def put_all(shelf: Shelf, deliveries: list[Delivery]) -> list[BaseException | None]:
    return await asyncio.gather(*map(shelf.put, deliveries), return_exceptions=True)


def test_what_is_put_is_kept_as_at_any_door() -> None:
    shop = Connection.objects.create(brand=brand(), name="A shop", connector="shopify")
    put = arrived("shopify", body=b"\x00{}\xff", envelope={"topic": "orders/create"}, at=shop)
    run(lambda shelf: shelf.put(put))
    kept = Delivery.objects.get()
    assert (kept.id, kept.connector, kept.connection_id, kept.endpoint_id, kept.state) == (
        put.id, "shopify", shop.id, None, "unprocessed",
    )  # fmt: skip
    assert (bytes(kept.body), kept.envelope) == (b"\x00{}\xff", {"topic": "orders/create"})
    assert (kept.received_at, kept.reason, kept.tries) == (put.received_at, "", 0)


def test_nobody_can_read_it_in_the_database() -> None:
    put = arrived("twilio", body=b"my secret", envelope={"to": "secret"})
    run(lambda shelf: shelf.put(put))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, envelope FROM channels_delivery")
        ((body, envelope),) = cursor.fetchall()
    assert b"secret" not in bytes(body) + bytes(envelope)


def test_the_intake_is_woken_once_for_all_of_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[tuple[int]] = []

    def look() -> None:
        with psycopg.connect(address("test")) as line:
            there.extend(line.execute("SELECT count(*) FROM channels_delivery").fetchall())

    monkeypatch.setattr(shelves, "ring", look)
    some = [arrived("twilio", body=b"%d" % n, envelope={}) for n in range(3)]
    run(lambda shelf: put_all(shelf, some))
    assert there == [(3,)]


def test_those_that_come_while_it_writes_are_kept_together(
    statements: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    really, writes, go_on = psycopg.AsyncConnection.execute, asyncio.Event(), asyncio.Event()

    async def slow(line: Any, *said: Any, **more: Any) -> Any:
        writes.set()
        await go_on.wait()
        return await really(line, *said, **more)

    async def come(shelf: Shelf) -> None:
        monkeypatch.setattr(psycopg.AsyncConnection, "execute", slow)
        first = asyncio.create_task(shelf.put(arrived("twilio", body=b"first", envelope={})))
        await writes.wait()
        some = [arrived("twilio", body=b"%d" % n, envelope={}) for n in range(40)]
        others = asyncio.create_task(put_all(shelf, some))
        await asyncio.sleep(0)
        go_on.set()
        await first
        assert await others == [None] * 40

    run(come)
    assert statements == [1, 40] and Delivery.objects.count() == 41


def test_a_statement_has_its_bounds(statements: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST", 3)
    monkeypatch.setattr(shelves, "MOST_BYTES", 100)
    bodies = [b"-"] * 7 + [b"x" * 60, b"y" * 60, b"z" * 500, b"-"]
    some = [arrived("twilio", body=body, envelope={}) for body in bodies]
    run(lambda shelf: put_all(shelf, some))
    assert statements == [3, 3, 2, 1, 1, 1]
    kept = Delivery.objects.order_by("received_at", "id")
    assert sorted(bytes(one.body) for one in kept) == sorted(bodies)


def test_where_one_cannot_be_kept_none_of_its_statement_is_and_all_hear_so() -> None:
    gone = Connection(brand=brand(), name="Deleted meanwhile", connector="shopify")
    some = [
        arrived("shopify", body=b"good", envelope={}),
        arrived("shopify", body=b"bad", envelope={}, at=gone),
    ]

    async def twice(shelf: Shelf) -> list[BaseException | None]:
        said = await put_all(shelf, some)
        await shelf.put(arrived("shopify", body=b"later", envelope={}))
        return said

    assert all(isinstance(one, NotKept) for one in run(twice))
    assert [bytes(one.body) for one in Delivery.objects.all()] == [b"later"]


def test_a_line_that_was_cut_is_opened_anew() -> None:
    async def cut(shelf: Shelf) -> BaseException | None:
        await shelf.put(arrived("twilio", body=b"before", envelope={}))
        async with await psycopg.AsyncConnection.connect(address("test"), autocommit=True) as other:
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'lifelong shelf' AND datname = current_database()"
            )
        (said,) = await put_all(shelf, [arrived("twilio", body=b"cut", envelope={})])
        await shelf.put(arrived("twilio", body=b"after", envelope={}))
        return said

    assert isinstance(run(cut), NotKept)
    assert {bytes(one.body) for one in Delivery.objects.all()} == {b"before", b"after"}


def test_a_database_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "PATIENCE", 0.3)

    async def locked(shelf: Shelf) -> BaseException | None:
        async with await psycopg.AsyncConnection.connect(address("test")) as other:
            await other.execute("LOCK TABLE channels_delivery")
            (said,) = await put_all(shelf, [arrived("twilio", body=b"Hello", envelope={})])
        await shelf.put(arrived("twilio", body=b"again", envelope={}))
        return said

    assert isinstance(run(locked), NotKept)
    assert [bytes(one.body) for one in Delivery.objects.all()] == [b"again"]


def test_nor_is_one_whose_line_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing comes back from it, also not that the statement was cancelled."""
    monkeypatch.setattr(shelves, "PATIENCE", 0.3)
    really = psycopg.AsyncConnection.execute

    async def silence(*_: Any, **__: Any) -> Any:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(30)
        await asyncio.sleep(30)

    async def dead(shelf: Shelf) -> BaseException | None:
        monkeypatch.setattr(psycopg.AsyncConnection, "execute", silence)
        (said,) = await put_all(shelf, [arrived("twilio", body=b"Hello", envelope={})])
        monkeypatch.setattr(psycopg.AsyncConnection, "execute", really)
        await shelf.put(arrived("twilio", body=b"again", envelope={}))
        return said

    begun = time.monotonic()
    assert isinstance(run(dead), NotKept)
    assert [bytes(one.body) for one in Delivery.objects.all()] == [b"again"]
    assert time.monotonic() - begun < 25


def test_what_is_kept_late_is_heard_and_not_kept_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "PATIENCE", 0.2)
    monkeypatch.setattr(shelves, "TO_CANCEL", 20)
    really = psycopg.AsyncConnection.execute

    async def late(line: Any, *said: Any, **more: Any) -> Any:
        """As a disk that is slow: by then it is too late to let it be."""
        await asyncio.sleep(0.6)
        return await really(line, *said, **more)

    monkeypatch.setattr(psycopg.AsyncConnection, "execute", late)
    run(lambda shelf: shelf.put(arrived("twilio", body=b"Hello", envelope={})))
    assert Delivery.objects.count() == 1


def test_with_no_database_nobody_waits_for_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "MOST", 1)
    monkeypatch.setattr(shelves, "address", lambda _name: "host=127.0.0.1 port=1")
    tried: list[str] = []
    really = psycopg.AsyncConnection.connect

    async def connect(where: str, **said: Any) -> Any:
        tried.append(where)
        return await really(where, **said)

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", connect)
    some = [arrived("twilio", body=b"%d" % n, envelope={}) for n in range(5)]
    said = run(lambda shelf: put_all(shelf, some))
    assert [type(one) for one in said] == [NotKept] * 5 and len(tried) == 1


@pytest.mark.parametrize(("rest", "lines"), [(30.0, 1), (0.0, 2)], ids=["used", "rested"])
def test_a_line_that_has_rested_is_opened_anew(
    rest: float, lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands between us and a server elsewhere may have forgotten it, and tells nobody."""
    monkeypatch.setattr(shelves, "REST", rest)
    opened: list[str] = []
    really = psycopg.AsyncConnection.connect

    async def connect(where: str, **said: Any) -> Any:
        opened.append(where)
        return await really(where, **said)

    async def twice(shelf: Shelf) -> None:
        await shelf.put(arrived("twilio", body=b"one", envelope={}))
        await asyncio.sleep(0.01)
        await shelf.put(arrived("twilio", body=b"other", envelope={}))

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", connect)
    run(twice)
    assert len(opened) == lines and Delivery.objects.count() == 2


def test_who_has_gone_meanwhile_takes_nobody_along() -> None:
    async def gone(shelf: Shelf) -> None:
        impatient = asyncio.create_task(shelf.put(arrived("twilio", body=b"gone", envelope={})))
        patient = asyncio.create_task(shelf.put(arrived("twilio", body=b"here", envelope={})))
        await asyncio.sleep(0)
        impatient.cancel()
        await patient

    run(gone)
    assert {bytes(one.body) for one in Delivery.objects.all()} >= {b"here"}
