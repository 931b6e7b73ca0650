"""What processes of this machine have used, from /proc (Linux)."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
# fields of /proc/PID/stat, counted after the name
_PARENT, _OWN, _REAPED = 1, slice(11, 13), slice(13, 15)


def cpu_seconds(pid: int) -> float:
    """Of a process and all below it: those that live, and those that have ended."""
    return _ticks(pid) / _TICK + sum(cpu_seconds(child) for child in children(pid))


def resident_mb(pid: int) -> float:
    """Memory that a process has in RAM, shared pages included, in MB (1024 * 1024 bytes)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def belonging_to(folder: Path) -> list[int]:
    """Processes that run in a folder, from it, or with it in their environment."""
    places = Path("/proc").glob("[0-9]*")
    return [int(one.name) for one in places if bytes(folder) in _told(one)]


def _told(process: Path) -> bytes:
    try:
        told = [(process / name).read_bytes() for name in ("environ", "cmdline")]
        return b"".join([*told, bytes((process / "cwd").readlink())])
    except OSError:
        return b""  # gone, or somebody else's


def children(pid: int) -> list[int]:
    places = Path("/proc").glob("[0-9]*")
    return [int(one.name) for one in places if _stat(int(one.name))[_PARENT] == str(pid)]


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return sum(int(one) for one in [*fields[_OWN], *fields[_REAPED]])


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return ["0"] * 20
