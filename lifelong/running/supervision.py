"""Keeps a process running: starts it again when it dies, later each time."""

import signal
import subprocess
import sys
import time

import structlog

from lifelong.running import spawning
from lifelong.running.parts import Part

PATIENCE = 5.0
LONGEST_PAUSE = 30.0
#: after so many seconds a start counts as a success
STEADY = 60.0

log = structlog.get_logger()


class Child:
    """One part, as a process."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._again_at = 0.0
        self._failures = 0

    def start(self) -> None:
        command = [sys.executable, "-m", "lifelong.running.command_line", self.part.name]
        # orphaned, it would wait for a database that is going too: everything bears a kill
        self._process = spawning.spawn(command, when_orphaned=signal.SIGKILL)
        self._started_at = time.monotonic()

    def tend(self) -> None:
        """Called again and again: notices a death, and starts anew when the pause is over."""
        if self._process is None:
            if time.monotonic() >= self._again_at:
                self.start()
        elif self._process.poll() is not None:
            self._mourn(self._process.returncode)

    def _mourn(self, code: int) -> None:
        steady = time.monotonic() - self._started_at > STEADY
        self._failures = 0 if steady else self._failures + 1
        pause = min(0.25 * 2**self._failures, LONGEST_PAUSE)
        log.error("process died", process=self.part.name, code=code, again_in_seconds=pause)
        self._process, self._again_at = None, time.monotonic() + pause

    def stop(self) -> None:
        if self._process is not None:
            spawning.stop(self._process, signal.SIGTERM, patience=PATIENCE)
            self._process = None
