"""Wakes the intake when something was kept, and has nobody wait for it.

PostgreSQL lets one transaction that notifies commit at a time, in the whole installation, and each
waits for the disk meanwhile. So what is kept at a door commits without, and a thread of this
process says afterwards that something is there: once for all that came since it last did. If that
is lost, the intake finds it at its next look.
"""

import threading

import psycopg
import structlog

from lifelong.lib.postgres.lines import address

#: the PostgreSQL channel that wakes the intake
ARRIVALS = "deliveries"
_SAY = "SELECT pg_notify(%s, '')"

log = structlog.get_logger()


def ring() -> None:
    """Soon. Returns at once."""
    _bell.ring()


class _Bell:
    def __init__(self) -> None:
        self._rung = threading.Event()
        self._thread: threading.Thread | None = None
        self._begin = threading.Lock()

    def ring(self) -> None:
        self._rung.set()
        with self._begin:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._sound, name="doorbell", daemon=True)
                self._thread.start()

    def _sound(self) -> None:
        line: psycopg.Connection | None = None
        while True:
            self._rung.wait()
            self._rung.clear()
            try:
                line = _said_on(line)
            except Exception as error:
                log.warning("doorbell is dumb", error=type(error).__name__)
                line = None


def _said_on(line: psycopg.Connection | None) -> psycopg.Connection:
    """The line on which the intake was told: this one, or a new one where it was cut."""
    if line is not None:
        try:
            line.execute(_SAY, [ARRIVALS])
            return line
        except psycopg.Error:
            line.close()
    line = _line()
    line.execute(_SAY, [ARRIVALS])
    return line


def _line() -> psycopg.Connection:
    """One of its own, whose commits wait for no disk."""
    line = psycopg.connect(address("doorbell"), autocommit=True)
    line.execute("SET synchronous_commit TO off")
    return line


_bell = _Bell()
