"""Pages made of the look's own parts, on a real server with the real stream."""

import json
import mimetypes
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

from django.contrib.staticfiles import finders
from playwright.sync_api import BrowserContext, Page

from lifelong.lib.asgi import Receive, Scope, Send
from lifelong.lib.transactions import transaction
from lifelong.live import publish
from lifelong.live.tickets import make_token
from lifelong.web.stream.app import Stream
from lifelong.web.stream.tests.listening import Server, serving, wait_until

REGION = (
    '<live-region id="r" subject="conversation/1" hx-get="/part" hx-trigger="refresh consume"'
    ' hx-swap="morph" %s>0</live-region>'
)
IDLE = "#r:not(.htmx-request)"
POLICY = b"default-src 'self'; base-uri 'none'; object-src 'none'"

PAGE = """<!doctype html><html lang="en" data-zone="Europe/Berlin"><head><title>stage</title>
<meta name="live" content="/stream/token" data-agent="ana" data-csrf="its-token">
<meta name="htmx-config" content='{"includeIndicatorStyles": false, "allowEval": false,
 "disableInheritance": true, "attributesToSettle": [], "defaultSettleDelay": 0}'>
<link rel="icon" href="data:,">
<script src="/static/django_htmx/htmx-2.min.js" defer></script>
<script src="/static/look/main.js" type="module"></script></head>
<body hx-ext="lifelong">%s<div id="refusal" data-refusal></div>
<connection-state hidden
 data-offline="No connection" data-signed-out="Signed out"></connection-state>
<template id="failure-words">
<p>That did not work. <button data-again>Try again</button></p></template>
<key-map><dialog><dl></dl></dialog></key-map></body></html>"""


@dataclass
class Asked:
    """A request, as the stage saw it."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


@dataclass
class Answer:
    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Play = Callable[[Asked], Answer]


class Stage:
    """Answers "/" with `body` in a page, what is in `plays` by calling it, and static files."""

    def __init__(self) -> None:
        self.body = ""
        self.plays: dict[str, Play] = {"/stream/token": self.token}
        self.asked: list[Asked] = []
        self.server: Server

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/"

    @property
    def streams(self) -> int:
        return len(list(self.server.stream.hub.clients()))

    def times(self, path: str) -> int:
        return sum(one.path == path for one in self.asked)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while (message := await receive()).get("more_body"):
            body += message["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = parse_qs(scope["query_string"].decode())
        asked = Asked(
            scope["method"], scope["path"], query, headers, body + message.get("body", b"")
        )
        self.asked.append(asked)
        answer, kind = self._answer(asked)
        extra = [(name.encode(), value.encode()) for name, value in answer[1].items()]
        start = [(b"content-type", kind.encode()), (b"content-security-policy", POLICY), *extra]
        await send({"type": "http.response.start", "status": answer[2], "headers": start})
        await send({"type": "http.response.body", "body": answer[0]})

    def _answer(self, asked: Asked) -> tuple[tuple[bytes, dict[str, str], int], str]:
        if asked.path in self.plays:
            said = self.plays[asked.path](asked)
            return (said.body.encode(), said.headers, said.status), "text/html; charset=utf-8"
        if asked.path == "/":
            return ((PAGE % self.body).encode(), {}, 200), "text/html; charset=utf-8"
        found = finders.find(asked.path.removeprefix("/static/"))
        if not isinstance(found, str):
            return (b"", {}, 404), "text/plain"
        return (Path(found).read_bytes(), {}, 200), mimetypes.guess_type(found)[0] or ""

    def token(self, asked: Asked) -> Answer:
        """Lets in whoever asks."""
        assert asked.headers["x-csrftoken"] == "its-token"
        return Answer(json.dumps({"token": make_token("agent:ana", ["inbox:1"])}))


@contextmanager
def staging() -> Iterator[Stage]:
    stage = Stage()
    with serving(Stream(), elsewhere=stage) as server:
        stage.server = server
        wait_until(lambda: server.stream.listener.up)
        yield stage


def with_region(stage: Stage) -> Stage:
    """One part of the page that asks for itself, and is told how often it has."""
    stage.body = REGION % ""
    stage.plays["/part"] = lambda asked: Answer(str(stage.times("/part")))
    return stage


def say(subject: str = "conversation/1") -> None:
    with transaction():
        publish(subject, audience=["inbox:1"])


def visit(tabs: BrowserContext, stage: Stage) -> Page:
    """A page that hears, and has looked at what was said before it did."""
    page, looked = tabs.new_page(), stage.times("/part")
    page.goto(stage.url)
    page.wait_for_selector("html[data-live=open]")
    if "live-region" in stage.body:
        wait_until(lambda: stage.times("/part") > looked)
        page.wait_for_selector(IDLE)
    return page


def hear(page: Page, stage: Stage) -> None:
    """Something is said, and this page has looked."""
    looked = stage.times("/part")
    say()
    wait_until(lambda: stage.times("/part") > looked)
    page.wait_for_selector(IDLE)
