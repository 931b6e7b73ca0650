"""Keeps a process running: starts it again when it dies, later each time."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

import structlog

from lifelong.running import life, spawning
from lifelong.running.parts import Part

PATIENCE = 5.0
LONGEST_PAUSE = 30.0
#: after so many seconds a start counts as a success
STEADY = 60.0

# Forked, so that Django is imported once for all. We have no thread and no open connection.
_context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")

log = structlog.get_logger()


def launch(name: str, call: Callable[[], None]) -> BaseProcess:
    """Run `call` in a process of its own, which dies with us."""
    process: BaseProcess = _context.Process(target=_live, args=(name, call, os.getpid()))
    process.start()
    return process


def _live(name: str, call: Callable[[], None], parent: int) -> None:
    os.setsid()
    # orphaned, it would wait for a database that is going too: everything bears a kill
    spawning.die_with(parent, signal.SIGKILL)
    spawning.call_ourselves(f"life-{name}")
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_DFL)
    life.of(name, call)


def end(process: BaseProcess) -> None:
    """Ask it to end; after `PATIENCE` seconds, make it."""
    process.terminate()
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()


class Child:
    """One part, as a process."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._process: BaseProcess | None = None
        self._started_at = 0.0
        self._again_at = 0.0
        self._failures = 0

    def start(self) -> None:
        self._process = launch(self.part.name, self.part.run)
        self._started_at = time.monotonic()

    def tend(self) -> None:
        """Called again and again: notices a death, and starts anew when the pause is over."""
        if self._process is None:
            if time.monotonic() >= self._again_at:
                self.start()
        elif self._process.exitcode is not None:
            self._mourn(self._process.exitcode)

    def _mourn(self, code: int) -> None:
        steady = time.monotonic() - self._started_at > STEADY
        self._failures = 0 if steady else self._failures + 1
        pause = min(0.25 * 2**self._failures, LONGEST_PAUSE)
        log.error("process died", process=self.part.name, code=code, again_in_seconds=pause)
        self._process, self._again_at = None, time.monotonic() + pause

    def stop(self) -> None:
        if self._process is not None:
            end(self._process)
            self._process = None
