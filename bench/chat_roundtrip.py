"""From a visitor's word to a hero's screen and the answer to it in the visitor's widget, with fifty
chats at once. The three seconds in which an answer can be taken back are not counted.

Every chat has a widget with its line open, and a console that looks at it and answers at once.
Each visitor writes every twenty seconds, which is several times what people do: their chats last
twelve minutes (comm100.com, Live Chat Benchmark Report 2020). Then all of them write every five:
a rush, told beside it.
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
#: seconds between two words of one visitor, and for how long that is measured
EVERY, SECONDS = 20.0, 60
RUSH_EVERY, RUSH_SECONDS = 5.0, 30
#: seconds: of what is not counted, until a word is missing
WARM_UP, PATIENCE = 5, 15
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
        self.words = 0
        self.said: dict[str, float] = {}
        self.on_screen: dict[str, float] = {}
        self.answered: dict[str, float] = {}
        self.fresh: asyncio.Queue[str] = asyncio.Queue()
        #: when what is counted begins, seconds since the epoch
        self.counts_from = 0.0

    def begin(self) -> None:
        """Count anew, when it is warm."""
        self.counts_from = time.time() + WARM_UP
        for times in (self.said, self.on_screen, self.answered):
            times.clear()
        self.fresh = asyncio.Queue()

    def word(self) -> str:
        """The next one, said now."""
        word = f"word-{self.number}-{self.words}"
        self.words += 1
        self.said[word] = time.time()
        return word

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
    calm = await _talk(measured, talks, widgets, consoles, every=EVERY, seconds=SECONDS, undo=undo)
    say(f"{calm['both']['p95']} ms")
    rush = await _talk(
        measured, talks, widgets, consoles, every=RUSH_EVERY, seconds=RUSH_SECONDS, undo=undo
    )
    errors = [error for one in ends for error in one.errors]
    for one in ends:
        one.close()
    died = measured.instance.died()
    return Result(
        value=calm["both"]["p95"],
        unit="ms",
        target=TARGET_MS,
        met=calm["both"]["p95"] <= TARGET_MS and not calm["missing"] and not died,
        extra={
            "chats": len(talks),
            **calm,
            "rush": rush,
            "errors": len(errors),
            "first_errors": errors[:3],
            "died": died,
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


async def _talk(
    measured: Shop,
    talks: list[Talk],
    widgets: list[Widget],
    consoles: list[Console],
    *,
    every: float,
    seconds: float,
    undo: float,
) -> dict[str, Any]:
    """What came of a while in which each visitor writes every so many seconds."""
    before = measured.cpu_seconds()
    for talk in talks:
        talk.begin()
    heroes = [
        asyncio.create_task(_answer(talk, console))
        for talk, console in zip(talks, consoles, strict=True)
    ]
    until = time.monotonic() + WARM_UP + dial("seconds", int(seconds))
    pairs = zip(talks, widgets, strict=True)
    await asyncio.gather(*[_write(*pair, every=every, until=until) for pair in pairs])
    for _second in range(PATIENCE):
        if not any(talk.missing for talk in talks):
            break
        await asyncio.sleep(1)
    for hero in heroes:
        hero.cancel()
    after = measured.cpu_seconds()
    times = [one for talk in talks for one in talk.times(undo)]
    there, back, both = (spread(list(one)) for one in zip(*times, strict=True))
    return {
        "every": every,
        "both": both,
        "there": there,
        "back": back,
        "missing": sum(talk.missing for talk in talks),
        "cpu_seconds": {part: round(after[part] - before[part], 1) for part in after},
    }


async def _write(talk: Talk, widget: Widget, *, every: float, until: float) -> None:
    """The visitors are spread over the time between two words."""
    await asyncio.sleep(random.random() * every)
    while time.monotonic() < until:
        begun = time.monotonic()
        await widget.say(talk.word())
        await asyncio.sleep(max(0.0, begun + every - time.monotonic()))


async def _answer(talk: Talk, console: Console) -> None:
    while True:
        await console.answer(f"About {await talk.fresh.get()}")
