"""An open console without a browser: it asks for what live-region.js would, when it would."""

import asyncio
import html
import json
import re
import time
from collections.abc import Callable
from urllib.parse import urlencode

from bench.http import Answer, Connection

RETRY = 2.0
PRESENCE_EVERY = 20.0

_REGION = re.compile(r"<live-region\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')

#: a region's path without its query, what it answered, and when (seconds since the epoch)
Heard = Callable[[str, str, float], None]


class Region:
    """A part of the page that asks for itself again: see live-region.js, which this follows."""

    def __init__(self, console: "Console", attributes: dict[str, str]) -> None:
        self._console = console
        self._connection = Connection(console.port)
        self._subjects = attributes["subject"].split()
        self._path = attributes["hx-get"]
        self._every = float(attributes.get("every", 0)) / 1000
        self._revision = attributes.get("revision")
        self._asked = self._busy = False
        self._last = float("-inf")
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def hears(self, subject: str) -> bool:
        return any(
            subject.startswith(one[:-1]) if one.endswith("*") else subject == one
            for one in self._subjects
        )

    def ask(self, *, after: float = 0.0) -> None:
        """Soon, once: however often it is asked."""
        self._asked = True
        if self._busy:
            return
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        at = max(loop.time() + after, self._last + self._every)
        self._timer = loop.call_at(at, self._go)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()
        self._connection.close()

    def _go(self) -> None:
        self._asked, self._busy = False, True
        self._last = asyncio.get_running_loop().time()
        self._task = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        answer = await self._console.get(self._connection, self._with_revision())
        self._busy = False
        if answer is None:
            self.ask(after=RETRY)
            return
        self._revision = answer.headers.get("lifelong-revision", self._revision)
        self._console.heard(self._path.partition("?")[0], answer.body, time.time())
        if self._asked:
            self.ask()

    def _with_revision(self) -> str:
        if self._revision is None:
            return self._path
        sign = "&" if "?" in self._path else "?"
        return f"{self._path}{sign}changed_after={self._revision}"


class Console:
    """One browser's tab on `path`, signed in by its session. `heard` is told every answer."""

    def __init__(self, port: int, *, session: str, path: str, heard: Heard) -> None:
        self.port = port
        self.heard = heard
        #: answers other than 200, and broken connections
        self.errors: list[str] = []
        self._path = path
        self._cookies = {"sessionid": session}
        self._connection = Connection(port)
        self._regions: list[Region] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """The page, its regions, and the stream; returns when the stream is open."""
        page = await self._connection.ask("GET", self._path, headers=self._headers())
        if page.status != 200:
            raise ConnectionRefusedError(f"{page.status} for {self._path}")
        self._cookies |= page.cookies
        for attributes in _REGION.findall(page.body):
            known = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
            self._regions.append(Region(self, known))
        opened = asyncio.Event()
        self._tasks.append(asyncio.create_task(self._listen(opened)))
        if self._path.startswith("/people/"):
            self._tasks.append(asyncio.create_task(self._be_present()))
        await asyncio.wait_for(opened.wait(), 30)

    async def answer(self, words: str) -> None:
        """To the person who is looked at, at once."""
        path = f"/conversations/{self._path.rpartition('/')[2]}/replies"
        kind = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        body = urlencode({"text": words, "seen": 1})
        said = await self._connection.ask("POST", path, headers=self._headers() | kind, body=body)
        if said.status != 200:
            self.errors.append(f"{said.status} {path}")

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for region in self._regions:
            region.close()
        self._connection.close()

    async def get(self, connection: Connection, path: str) -> Answer | None:
        """None, and an error noted, for anything but 200 or 204."""
        headers = self._headers()
        try:
            answer = await connection.ask("GET", path, headers=headers)
        except (OSError, EOFError) as error:
            self.errors.append(f"{type(error).__name__} {path}")
            return None
        if answer.status not in (200, 204):
            self.errors.append(f"{answer.status} {path}")
            return None
        return answer

    async def _listen(self, opened: asyncio.Event) -> None:
        while True:
            try:
                token = await self._token()
                async for event, data in Connection(self.port).events(f"/stream?token={token}"):
                    opened.set()
                    self._hear(event, data)
            except (OSError, EOFError) as error:
                self.errors.append(f"{type(error).__name__} /stream")
                await asyncio.sleep(RETRY)

    def _hear(self, event: str, data: str) -> None:
        for region in self._regions:
            if event == "resync" or (event == "changed" and region.hears(data)):
                region.ask()

    async def _token(self) -> str:
        answer = await self._connection.ask("POST", "/stream/token", headers=self._headers())
        if answer.status != 200:
            raise ConnectionRefusedError(f"{answer.status} for /stream/token")
        return str(json.loads(answer.body)["token"])

    async def _be_present(self) -> None:
        path = f"/conversations/{self._path.rpartition('/')[2]}/presence"
        said = json.dumps({"typing": False, "position": 1})
        kind = {"Content-Type": "application/json"}
        while True:
            await self._connection.ask("PUT", path, headers=self._headers() | kind, body=said)
            await asyncio.sleep(PRESENCE_EVERY)

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies}
        return headers | {"X-CSRFToken": self._cookies.get("csrftoken", "")}
