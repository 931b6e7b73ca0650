"""From a visitor's word to a hero's screen and the answer to it in the visitor's widget, with fifty
chats at once. The three seconds in which an answer can be taken back are not counted.

Every chat has a widget with its line open, and a console that looks at it and answers at once.
"""

import asyncio
import random
import re
import time
from typing import Any

from bench.console import Console
from bench.dials import dial
from bench.result import Result, spread
from bench.saying import say
from bench.shop import Shop, shop
from bench.widget import Widget
from tests.instance import wait_until

TARGET_MS = 300
CHATS = 50
#: seconds: between two words of one visitor, of what is not counted, until a word is missing
EVERY, WARM_UP, PATIENCE = 5.0, 5, 15
PARTS = ("web", "worker", "intake")
WIDGET = """
from django.conf import settings
from lifelong.channels.models import Inbox
from lifelong.connectors.chat.tests.building import widget
print(f'["{widget(into=Inbox.objects.get()).address}", {settings.UNDO_SECONDS["chat"]}]')
"""
_WORD = re.compile(r"word-\d+-\d+")


class Talk:
    """One chat: what was said when, and when it was where."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.said: dict[str, float] = {}
        self.on_screen: dict[str, float] = {}
        self.answered: dict[str, float] = {}
        self.fresh: asyncio.Queue[str] = asyncio.Queue()
        #: when what is counted begins, seconds since the epoch
        self.counts_from = 0.0

    def console_heard(self, path: str, body: str, at: float) -> None:
        if path.endswith("/entries"):
            for word in _WORD.findall(body):
                if word in self.said and word not in self.on_screen:
                    self.on_screen[word] = at
                    self.fresh.put_nowait(word)

    def widget_heard(self, words: str, at: float) -> None:
        self.answered.setdefault(words.removeprefix("About "), at)

    def times(self, undo: float) -> list[tuple[float, float, float]]:
        """There, back and both, in milliseconds."""
        return [
            (
                (self.on_screen[word] - at) * 1000,
                (self.answered[word] - self.on_screen[word] - undo) * 1000,
                (self.answered[word] - at - undo) * 1000,
            )
            for word, at in self.said.items()
            if at >= self.counts_from and word in self.answered and word in self.on_screen
        ]

    @property
    def missing(self) -> int:
        return len(self.said.keys() - self.answered.keys())


def measure() -> Result:
    chats = dial("chats", CHATS)
    with shop(*PARTS) as measured:
        measured.hire(chats, sign_on=False)
        measured.until_it_serves()
        sessions = measured.within("from bench.to_screen import sessions; sessions()")
        key, undo = measured.within(WIDGET)
        return asyncio.run(_measure(measured, sessions[:chats], key, float(undo)))


async def _measure(measured: Shop, sessions: list[str], key: str, undo: float) -> Result:
    port = measured.instance.port
    talks = [Talk(number) for number in range(len(sessions))]
    widgets = [
        Widget(port, key=key, name=f"Person {one.number}", heard=one.widget_heard) for one in talks
    ]
    for widget in widgets:
        await widget.begin()
    paths = await asyncio.to_thread(_paths, measured, len(talks))
    consoles = [
        Console(
            port, session=session, path=paths[f"Person {talk.number}"], heard=talk.console_heard
        )
        for talk, session in zip(talks, sessions, strict=True)
    ]
    ends: list[Console | Widget] = [*consoles, *widgets]
    for one in ends:
        await one.open()
    say(f"{len(talks)} chats are open")
    before = measured.cpu_seconds()
    await _talk(talks, widgets, consoles)
    after = measured.cpu_seconds()
    times = [one for talk in talks for one in talk.times(undo)]
    errors = [error for one in ends for error in one.errors]
    for one in ends:
        one.close()
    there, back, both = (spread(list(one)) for one in zip(*times, strict=True))
    missing, died = sum(talk.missing for talk in talks), measured.instance.died()
    return Result(
        value=both["p95"],
        unit="ms",
        target=TARGET_MS,
        met=both["p95"] <= TARGET_MS and not missing and not died,
        extra={
            "chats": len(talks),
            "both": both,
            "there": there,
            "back": back,
            "missing": missing,
            "errors": len(errors),
            "first_errors": errors[:3],
            "died": died,
            "cpu_seconds": {part: round(after[part] - before[part], 1) for part in after},
        },
    )


def _paths(measured: Shop, count: int) -> dict[str, str]:
    """The page of each person, by name, once all were heard."""
    query = "SELECT count(*) FROM conversations_conversation"
    wait_until(lambda: measured.count(query) == count, within=60)
    rows: list[tuple[Any, ...]] = measured.ask(
        "SELECT name, conversation.id FROM customers_customer AS customer"
        " JOIN conversations_conversation AS conversation ON conversation.customer_id = customer.id"
    )
    return {name: f"/people/{conversation_id}" for name, conversation_id in rows}


async def _talk(talks: list[Talk], widgets: list[Widget], consoles: list[Console]) -> None:
    seconds = WARM_UP + dial("seconds", 30)
    for talk in talks:
        talk.counts_from = time.time() + WARM_UP
    heroes = [
        asyncio.create_task(_answer(talk, console))
        for talk, console in zip(talks, consoles, strict=True)
    ]
    pairs = zip(talks, widgets, strict=True)
    await asyncio.gather(*[_write(talk, widget, seconds) for talk, widget in pairs])
    for _second in range(PATIENCE):
        if not any(talk.missing for talk in talks):
            break
        await asyncio.sleep(1)
    for hero in heroes:
        hero.cancel()


async def _write(talk: Talk, widget: Widget, seconds: float) -> None:
    """A word every EVERY seconds, the visitors spread over that time."""
    end = time.monotonic() + seconds
    await asyncio.sleep(random.random() * EVERY)
    number = 0
    while time.monotonic() < end:
        begun = time.monotonic()
        word = f"word-{talk.number}-{number}"
        talk.said[word] = time.time()
        await widget.say(word)
        number += 1
        await asyncio.sleep(max(0.0, begun + EVERY - time.monotonic()))


async def _answer(talk: Talk, console: Console) -> None:
    while True:
        await console.answer(f"About {await talk.fresh.get()}")
