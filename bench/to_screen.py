"""From a mail's 250 to its words on open screens, with a hundred consoles open.

Ten consoles look at people who are being written to, one of the ten is a real browser where
there is one; the others show the list. Nobody is signed on, so all of them list who waits.
"""

import asyncio
import json
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from bench.browser import Screen, browsing
from bench.console import Console
from bench.dials import dial
from bench.result import Result, spread
from bench.saying import say
from bench.seen import Seen
from bench.shop import Shop, shop
from bench.smtp import Door, on_the_wire
from tests.instance import ADDRESS, wait_until

TARGET_MS = 250
LISTS_MS = 1500
CONSOLES, LOOKED_AT, OTHERS_WAITING = 100, 10, 30
RATE = 30
CONNECTIONS = 4
#: seconds: of what is not counted, and until what has not arrived counts as missing
WARM_UP, PATIENCE = 5, 15
PARTS = ("web", "worker", "intake", "smtp")


def measure() -> Result:
    with shop(*PARTS) as measured:
        measured.hire(CONSOLES, sign_on=False)
        measured.until_it_serves()
        sessions = measured.within("from bench.to_screen import sessions; sessions()")
        paths = asyncio.run(_first_mails(measured))
        seen = asyncio.run(_measure(measured, sessions, paths))
        died = measured.instance.died()
    fragments, lists, missing = seen.fragments(), seen.lists(), seen.missing()
    on_screen, listed = spread(fragments), spread(lists)
    in_browser = seen.in_browser()
    holds = on_screen["p95"] <= TARGET_MS and listed["p95"] <= LISTS_MS
    return Result(
        value=on_screen["p95"],
        unit="ms",
        target=TARGET_MS,
        met=holds and not missing and not died,
        extra={
            "fragments": on_screen,
            "lists": listed | {"target": LISTS_MS},
            "browser": spread(in_browser) if in_browser else "no chromium here",
            "missing": missing,
            "errors": len(seen.errors),
            "first_errors": seen.errors[:3],
            "died": died,
            "cpu_seconds": seen.cpu_seconds,
        },
    )


def sessions() -> None:
    """Within the installation: prints a session's key for every agent."""
    from bench.sessions import key_for
    from lifelong.accounts.models import Agent

    print(json.dumps([key_for(agent) for agent in Agent.objects.order_by("email")]))


def _mail(person: int, number: int) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Person {person} <person{person}@bench.example>"
    mail["To"], mail["Subject"] = ADDRESS, f"Order {person}"
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{person}.{number}.{formatdate()}@bench.example>".replace(" ", "")
    mail.set_content(f"{Seen.word(person, number)} Where is my parcel? It was to come today.\n")
    return on_the_wire(mail.as_bytes())


async def _send(door: Door, person: int, number: int) -> None:
    await door.send(_mail(person, number), sender="bench@bench.example", recipient=ADDRESS)


async def _first_mails(measured: Shop) -> list[str]:
    """Everybody writes once. The pages of those who are looked at."""
    people = LOOKED_AT + OTHERS_WAITING
    async with Door(measured.instance.smtp_port) as door:
        for person in range(people):
            await _send(door, person, 0)
    query = "SELECT count(*) FROM conversations_conversation WHERE status = 'new'"
    wait_until(lambda: measured.count(query) == people, within=60)
    rows: list[tuple[Any, ...]] = measured.ask(
        "SELECT value, conversation.id FROM customers_handle AS handle"
        " JOIN conversations_conversation AS conversation USING (customer_id)"
    )
    ids = dict(rows)
    return [f"/people/{ids[f'person{person}@bench.example']}" for person in range(LOOKED_AT)]


async def _measure(measured: Shop, sessions: list[str], paths: list[str]) -> Seen:
    seen = Seen()
    port = measured.instance.port
    async with browsing(port, session=sessions[0], path=paths[0]) as screen:
        places = paths[bool(screen) :] + ["/"] * (CONSOLES - LOOKED_AT)
        consoles = [
            Console(port, session=session, path=path, heard=seen.listener())
            for session, path in zip(sessions[1:], places, strict=False)
        ]
        for console in consoles:
            await console.open()
        say(f"{len(consoles)} consoles are open" + (", and a browser" if screen else ""))
        before = measured.cpu_seconds()
        await _write(measured.instance.smtp_port, seen)
        await _until_all_is_seen(seen, screen)
        after = measured.cpu_seconds()
        seen.cpu_seconds = {part: round(after[part] - before[part], 1) for part in after}
        if screen is not None:
            seen.saw(await screen.seen())
        for console in consoles:
            seen.errors += console.errors
            console.close()
    return seen


async def _write(port: int, seen: Seen) -> None:
    """RATE messages a second to those who are looked at, whatever becomes of them."""
    loop = asyncio.get_running_loop()
    due: asyncio.Queue[tuple[int, int] | None] = asyncio.Queue()
    senders = [asyncio.create_task(_deliver(port, due, seen)) for _one in range(CONNECTIONS)]
    begin = loop.time()
    for number in range(RATE * (WARM_UP + dial("seconds", 30))):
        await asyncio.sleep(max(0, begin + number / RATE - loop.time()))
        counts = number >= RATE * WARM_UP
        due.put_nowait((number % LOOKED_AT, number // LOOKED_AT + 1))
        if counts:
            seen.expect(number % LOOKED_AT, number // LOOKED_AT + 1)
    for _sender in senders:
        due.put_nowait(None)
    await asyncio.gather(*senders)
    say(f"sent in {loop.time() - begin:.1f} s")


async def _deliver(port: int, due: "asyncio.Queue[tuple[int, int] | None]", seen: Seen) -> None:
    async with Door(port) as door:
        while (one := await due.get()) is not None:
            await _send(door, *one)
            seen.accepted(*one)


async def _until_all_is_seen(seen: Seen, screen: Screen | None) -> None:
    for _second in range(PATIENCE):
        await asyncio.sleep(1)
        if screen is not None:
            seen.saw(await screen.seen())
        if not seen.missing():
            return
