"""Django's pages behind the loop: what the loop may answer itself, and what reaches a thread."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any
from urllib.parse import parse_qsl

import pytest

from lifelong.channels.doors import doors
from lifelong.channels.models import Delivery, Endpoint
from lifelong.channels.tests.building import inbox
from lifelong.connectors.twilio.signature import signature
from lifelong.lib.asgi import Scope
from lifelong.running import pages
from lifelong.running.pages import IN_MEMORY, MOST, Pages, Shortcut
from lifelong.web.hooks.at_once import AtOnce

Told = list[dict[str, Any]]
#: a piece, and whether there is more of it
Piece = tuple[bytes, bool]
#: here nothing comes for a minute
PAUSE = b"..."


def echo(environ: dict[str, Any], begin: Callable[..., Any]) -> Iterable[bytes]:
    """What it was sent, and in which thread that was read."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    begin("200 OK", [("Content-Type", "text/plain"), ("X-Thread", threading.current_thread().name)])
    return [body]


def unheard(_environ: dict[str, Any], _begin: Callable[..., Any]) -> Iterable[bytes]:
    raise AssertionError("this was to reach no page")


def a_post(
    *, length: int | None = None, path: str = "/", headers: Iterable[tuple[bytes, bytes]] = ()
) -> Scope:
    said = [] if length is None else [(b"content-length", b"%d" % length)]
    return {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [*said, *headers], "server": ("testserver", 80),
        "http_version": "1.1", "scheme": "http", "client": ("127.0.0.1", 1), "root_path": "",
        "asgi": {"version": "3.0"},
    }  # fmt: skip


async def serve(served: Pages, scope: Scope, pieces: Iterable[Piece]) -> Told:
    """What is told somebody who sends these pieces, and goes after the last."""
    told: Told = []
    left = iter(pieces)

    async def receive() -> dict[str, Any]:
        piece, more = next(left, (None, False))
        if piece is None:
            return {"type": "http.disconnect"}
        if piece == PAUSE:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(message: Any) -> None:
        told.append(message)

    await served(scope, receive, send)
    return told


def run(what: Coroutine[Any, Any, Any]) -> Any:
    """In a thread called loop: the test's own may have the browser's."""
    with ThreadPoolExecutor(1, thread_name_prefix="loop") as thread:
        return thread.submit(asyncio.run, what).result(30)


def post(
    *pieces: Piece, length: int | None = None, page: Any = echo, shortcut: Shortcut | None = None
) -> Told:
    served = Pages(page, workers=1, shortcut=shortcut)
    told: Told = run(serve(served, a_post(length=length), pieces))
    return told


@pytest.mark.parametrize("size", [0, 11, IN_MEMORY + 1], ids=["none", "short", "long"])
def test_a_thread_reads_all_that_was_sent(size: int) -> None:
    half = size // 2
    begin, *pieces = post((b"x" * half, True), (b"x" * (size - half), False), length=size)
    assert begin["status"] == 200
    assert dict(begin["headers"])[b"x-thread"].startswith(b"pages")
    assert b"".join(one["body"] for one in pieces) == b"x" * size
    assert [one["more_body"] for one in pieces][-1] is False


def test_what_the_loop_answers_reaches_no_thread() -> None:
    async def known(environ: dict[str, Any]) -> tuple[str, bytes]:
        assert threading.current_thread().name.startswith("loop")
        said: bytes = environ["wsgi.input"].read()
        return "text/xml", said.upper()

    begin, piece = post((b"hello", True), (b" world", False), page=unheard, shortcut=known)
    assert (begin["status"], piece["body"], piece["more_body"]) == (200, b"HELLO WORLD", False)
    assert begin["headers"] == [(b"content-type", b"text/xml"), (b"content-length", b"11")]


def test_what_the_loop_leaves_reaches_a_thread_as_it_came() -> None:
    async def unknown(_environ: dict[str, Any]) -> None:
        return None

    begin, piece = post((b"hello world", False), length=11, shortcut=unknown)
    assert b"x-thread" in dict(begin["headers"])
    assert piece["body"] == b"hello world"


def test_a_sender_need_not_say_how_long_it_is() -> None:
    begin, piece = post((b"hello", True), (b" world", False))
    assert (begin["status"], piece["body"]) == (200, b"hello world")


def test_who_goes_in_the_middle_has_sent_nothing() -> None:
    assert post((b"hello", True), length=11, page=unheard) == []


def test_who_sends_nothing_more_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "IDLE", 0.2)
    begin, piece = post((b"hello", True), (PAUSE, True), length=11, page=unheard)
    assert (begin["status"], piece["body"]) == (408, b"The rest of this did not come.")


def test_what_no_page_takes_is_refused_before_it_fills_the_disk() -> None:
    sent: list[int] = []

    def without_end() -> Iterator[Piece]:
        for piece in repeat(b"x" * 1024**2):
            sent.append(len(piece))
            yield piece, True

    for length in (None, MOST + 1):
        scope = a_post(length=length)
        begin, piece = run(serve(Pages(unheard, workers=1), scope, without_end()))
        assert (begin["status"], piece["body"]) == (413, b"This is too large.")
    assert sum(sent) == MOST + 1024**2


def test_of_long_requests_no_more_come_in_at_a_time_than_are_answered() -> None:
    """The next is not read on meanwhile, so that its sender waits and no disk is filled."""
    taken: list[str] = []
    long = b"x" * (IN_MEMORY + 1)

    async def two() -> None:
        served, begun = Pages(echo, workers=1), asyncio.Event()

        async def send(name: str) -> None:
            said = 0

            async def receive() -> dict[str, Any]:
                nonlocal said
                said += 1
                taken.append(f"{name} {said}")
                if name == "one" and said == 2:
                    begun.set()
                    await asyncio.sleep(0.3)
                return {"type": "http.request", "body": long, "more_body": said == 1}

            async def told(message: Any) -> None:
                if message["type"] == "http.response.start":
                    taken.append(f"{name} answered")

            await served(a_post(), receive, told)

        first = asyncio.create_task(send("one"))
        await begun.wait()
        await asyncio.gather(first, send("two"))

    run(two())
    assert taken == ["one 1", "one 2", "two 1", "one answered", "two 2", "two answered"]


@pytest.mark.django_db(transaction=True)
def test_a_usual_knock_is_kept_without_a_thread() -> None:
    """What is made of a real request is what the shortcut understands."""
    support = inbox()
    door = Endpoint.objects.create(
        brand=support.brand, inbox=support, channel="sms", connector="twilio",
        address="+4930123456", name="Texts", secrets={"account": "AC1", "token": "secret"},
    )  # fmt: skip
    doors().find(Endpoint, "twilio", door.key)
    path, body = f"/hooks/twilio/{door.key}", b"Body=Hello&MessageSid=SM1"
    signed = signature(f"http://testserver{path}", parse_qsl(body.decode()), "secret")
    scope = a_post(
        length=len(body),
        path=path,
        headers=[
            (b"host", b"testserver"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"x-twilio-signature", signed.encode()),
        ],
    )

    async def knock() -> Told:
        shortcut = AtOnce()
        try:
            served = Pages(unheard, workers=1, shortcut=shortcut)
            return await serve(served, scope, [(body, False)])
        finally:
            await shortcut.close()

    begin, piece = run(knock())
    assert (begin["status"], piece["body"]) == (200, b"<Response/>")
    assert [bytes(one.body) for one in Delivery.objects.all()] == [body]
