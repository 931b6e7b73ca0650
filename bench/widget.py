"""A chat widget without a browser: it asks for what the real one would, when it would."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bench.http import Connection

BOUNDARY = "lifelong-bench"
#: the words of one of our messages, and when they were there (seconds since the epoch)
Heard = Callable[[str, float], None]


class Widget:
    """One visitor's, open on their screen. `heard` is told of every answer of ours."""

    def __init__(self, port: int, *, key: str, name: str, heard: Heard) -> None:
        self.name = name
        self.errors: list[str] = []
        self._port = port
        self._path = f"/widget/{key}/"
        self._heard = heard
        self._connection, self._saying = Connection(port), Connection(port)
        self._session = ""
        self._after = ""
        self._asked = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """A session, and the first words."""
        self._session = (await self._ask("POST", "sessions", {}))["session"]
        await self.say("Hello")

    async def open(self) -> None:
        """The line; returns when it is open."""
        opened = asyncio.Event()
        self._tasks = [
            asyncio.create_task(self._listen(opened)),
            asyncio.create_task(self._look()),
        ]
        await asyncio.wait_for(opened.wait(), 30)

    async def say(self, words: str) -> None:
        said = {"id": str(uuid4()), "text": words, "name": self.name}
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in said.items()
        ]
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        body = "".join([*parts, f"--{BOUNDARY}--\r\n"])
        path = f"{self._path}messages"
        headers = self._headers() | kind
        answer = await self._saying.ask("POST", path, headers=headers, body=body)
        if answer.status != 202:
            self.errors.append(f"{answer.status} {answer.body[:80]}")

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._connection.close()
        self._saying.close()

    async def _listen(self, opened: asyncio.Event) -> None:
        while True:
            token = (await self._ask("POST", "stream-token"))["token"]
            async for event, _data in Connection(self._port).events(f"/stream?token={token}"):
                opened.set()
                if event in ("open", "changed", "resync"):
                    self._asked.set()

    async def _look(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            said = await self._ask("GET", f"messages?after={self._after}")
            at = time.time()
            self._after = said["after"]
            for one in said["messages"]:
                if not one["mine"]:
                    self._heard(one["text"], at)
            if receipts := [one["receipt"] for one in said["messages"] if "receipt" in one]:
                await self._ask("POST", "receipts", {"entries": receipts})

    async def _ask(self, method: str, path: str, said: object = None) -> Any:
        body = "" if said is None else json.dumps(said)
        answer = await self._connection.ask(
            method, f"{self._path}{path}", headers=self._headers(), body=body
        )
        if answer.status not in (200, 204):
            self.errors.append(f"{answer.status} {path}")
            return {"messages": [], "after": self._after}
        return json.loads(answer.body) if answer.body else {}

    def _headers(self) -> dict[str, str]:
        kind = {"Content-Type": "application/json"}
        return kind | ({"Authorization": f"Bearer {self._session}"} if self._session else {})
