"""Django's pages behind the loop: what the loop may answer itself, and what reaches a thread."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from lifelong.running.pages import IN_MEMORY, MOST, AtOnce, Pages

Told = list[dict[str, Any]]


def echo(environ: dict[str, Any], begin: Callable[..., Any]) -> Iterable[bytes]:
    """What it was sent, and in which thread that was read."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    begin("200 OK", [("Content-Type", "text/plain"), ("X-Thread", threading.current_thread().name)])
    return [body]


def post(body: bytes, *, at_once: AtOnce | None = None) -> Told:
    """What is sent to somebody who posts `body`, in two pieces."""
    half = len(body) // 2
    return send([(body[:half], True), (body[half:], False)], length=len(body), at_once=at_once)


def send(
    pieces: Iterable[tuple[bytes, bool]], *, length: int | None, at_once: AtOnce | None = None
) -> Told:
    """What is sent to somebody who posts these pieces and goes after the last."""
    told: Told = []
    left = iter(pieces)

    async def receive() -> dict[str, Any]:
        piece, more = next(left, (None, False))
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(message: Any) -> None:
        told.append(message)

    said = [] if length is None else [(b"content-length", b"%d" % length)]
    scope = {
        "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "query_string": b"",
        "headers": said, "server": ("testserver", 80), "http_version": "1.1", "scheme": "http",
        "client": ("127.0.0.1", 1), "root_path": "", "asgi": {"version": "3.0"},
    }  # fmt: skip

    def run() -> None:
        asyncio.run(Pages(echo, workers=1, at_once=at_once)(scope, receive, send))

    # the test's own thread may have the browser's loop
    thread = threading.Thread(target=run, name="loop")
    thread.start()
    thread.join(20)
    return told


@pytest.mark.parametrize("size", [0, 11, IN_MEMORY + 1], ids=["none", "short", "long"])
def test_a_thread_reads_all_that_was_sent(size: int) -> None:
    begin, *pieces = post(b"x" * size)
    assert begin["status"] == 200
    assert dict(begin["headers"])[b"x-thread"].startswith(b"pages")
    assert b"".join(one["body"] for one in pieces) == b"x" * size
    assert [one["more_body"] for one in pieces][-1] is False


def test_what_the_loop_answers_reaches_no_thread() -> None:
    async def known(environ: dict[str, Any]) -> tuple[str, bytes]:
        assert threading.current_thread().name == "loop"
        said: bytes = environ["wsgi.input"].read()
        return "text/xml", said.upper()

    begin, piece = post(b"hello world", at_once=known)
    assert (begin["status"], piece["body"], piece["more_body"]) == (200, b"HELLO WORLD", False)
    assert begin["headers"] == [(b"content-type", b"text/xml"), (b"content-length", b"11")]


def test_what_the_loop_leaves_reaches_a_thread_as_it_came() -> None:
    async def unknown(_environ: dict[str, Any]) -> None:
        return None

    begin, piece = post(b"hello world", at_once=unknown)
    assert b"x-thread" in dict(begin["headers"])
    assert piece["body"] == b"hello world"


def test_a_sender_need_not_say_how_long_it_is() -> None:
    begin, piece = send([(b"hello", True), (b" world", False)], length=None)
    assert (begin["status"], piece["body"]) == (200, b"hello world")


def test_who_goes_in_the_middle_has_sent_nothing() -> None:
    assert send([(b"hello", True)], length=11) == []


def test_what_no_page_takes_is_refused_before_it_fills_the_disk() -> None:
    def without_end() -> Iterator[tuple[bytes, bool]]:
        while True:
            asked.append(1)
            yield b"x" * 1024 * 1024, True

    asked: list[int] = []
    for length in (None, MOST + 1):
        begin, piece = send(without_end(), length=length)
        assert (begin["status"], piece["body"]) == (413, b"This is too large.")
    assert len(asked) == MOST // 1024**2 + 1
