"""What a killed run leaves behind: a server that still serves, a note about one that is gone."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path


class CannotStart(Exception):
    """The database did not come up; says why and where its log is."""


def until(deadline: float) -> Iterator[None]:
    """Round and round with growing pauses, until the monotonic clock shows `deadline`."""
    pause = 0.01
    while time.monotonic() < deadline:
        yield
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)


def see_off(data: Path, *, patience: float) -> None:
    """End a server whose owner was killed, and forget one that is long gone.

    Raises `CannotStart` when it does not end within `patience` seconds.
    """
    note = data / "postmaster.pid"
    for _ in until(time.monotonic() + patience):
        server, serving = _noted(note), _serving(data)
        if not serving:
            # its number may belong to any process by now, which PostgreSQL would believe in;
            # while a backend of it lives, the note is what keeps a second server away
            note.unlink(missing_ok=True)
            return
        if server in serving:
            os.kill(server, signal.SIGINT)
    raise CannotStart(f"Processes {serving} still serve {data} and do not end.")


def _noted(note: Path) -> int | None:
    try:
        return int(note.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _serving(data: Path) -> list[int]:
    """Server and backends of that data: they all live in its folder."""
    processes = Path("/proc").glob("[0-9]*")
    return [int(process.name) for process in processes if _lives_in(process, data)]


def _lives_in(process: Path, data: Path) -> bool:
    try:
        return (process / "cwd").readlink() == data
    except PermissionError:
        return _commanded(process, data)
    except OSError:
        return False


def _commanded(process: Path, data: Path) -> bool:
    try:
        return bytes(data) in (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
