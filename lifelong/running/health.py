"""Whether each part of the installation is alive: it says so every few seconds, in one row."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.db import DatabaseError, close_old_connections, connection

from lifelong.lib import clock
from lifelong.running import parts
from lifelong.running.models import Heartbeat
from lifelong.web.console.health.ports import PartSeen

EVERY = 5.0
#: while the part is not alive yet, or not any more
AGAIN = 0.1
STALE = timedelta(seconds=20)
#: lives inside the web processes, and beats by itself while it hears the database
STREAM = "stream"

log = structlog.get_logger()


def beat(name: str, detail: str = "") -> None:
    """Say that the part `name` is alive now."""
    Heartbeat.objects.update_or_create(process=name, defaults={"at": clock.now(), "detail": detail})


@contextmanager
def beating(name: str, alive: Callable[[], bool] = lambda: True) -> Iterator[None]:
    """Beat from a thread for as long as the block runs and `alive()` holds."""
    ended = threading.Event()

    def go_on() -> None:
        while True:
            beaten = _beat_if(name, alive)
            if ended.wait(EVERY if beaten else AGAIN):
                return

    thread = threading.Thread(target=go_on, name=f"heartbeat of {name}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(1)


def _beat_if(name: str, alive: Callable[[], bool]) -> bool:
    if not alive():
        return False
    try:
        beat(name)
    except DatabaseError:
        log.warning("no heartbeat", process=name)
    finally:
        close_old_connections()
    return True


def expected() -> list[str]:
    """Every part that should beat."""
    beating_parts = [part.name for part in parts.present() if part.beats]
    return [*beating_parts, STREAM]


def seen() -> list[PartSeen]:
    """Every part that should beat, with its last beat."""
    heard = dict(Heartbeat.objects.values_list("process", "at"))
    young = clock.now() - STALE
    return [
        PartSeen(name, is_alive=(at := heard.get(name)) is not None and at >= young, heard_at=at)
        for name in expected()
    ]


def of_each_part() -> dict[str, str]:
    """`ok`, `stale` (has not been heard for 20 s) or `missing`, by part; the database first."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        heard = dict(Heartbeat.objects.values_list("process", "at"))
    except DatabaseError:
        return {"database": "unreachable"} | dict.fromkeys(expected(), "unknown")
    young = clock.now() - STALE

    def state(name: str) -> str:
        if name not in heard:
            return "missing"
        return "ok" if heard[name] >= young else "stale"

    return {"database": "ok"} | {name: state(name) for name in expected()}
