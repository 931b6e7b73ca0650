"""`make run` on a fresh clone, as somebody does who has just heard of us: cold, then warm."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import belonging_to
from bench.result import Result
from bench.saying import say
from tests.instance import free_port

COLD, WARM = 60, 5
ROOT = Path(__file__).resolve().parents[1]
READY = "Lifelong is ready"
#: seconds until a start counts as failed, and in which a stop leaves no process
PATIENCE, STOPPING = 300, 15
#: what make, this environment or another installation would say to the clone
FOREIGN = ("MAKE", "MFLAGS", "VIRTUAL_ENV", "LIFELONG_", "DATABASE_URL", "PYTHON", "DJANGO_")


def measure() -> Result:
    with _clone() as folder:
        cold, left_cold = _start(folder)
        warm, left_warm = _start(folder)
    left = left_cold + left_warm
    return Result(
        value=warm,
        unit="s",
        target=WARM,
        met=warm <= WARM and cold <= COLD and not left,
        extra={"cold": round(cold, 2), "cold_target": COLD, "processes_left": left},
    )


@contextmanager
def _clone() -> Iterator[Path]:
    """What is committed here, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="lifelong-start-"))
    try:
        subprocess.run(["git", "clone", "-q", ROOT, folder / "lifelong"], check=True)
        yield folder / "lifelong"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> tuple[float, int]:
    """Seconds from `make run` until it is ready, and how many processes a Ctrl-C leaves."""
    begin = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    # a start that hangs is ended, and so its output
    watchdog = threading.Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
    watchdog.start()
    try:
        _read_until_ready(process)
        took = time.monotonic() - begin
        say(f"ready after {took:.1f} s, {len(belonging_to(folder))} processes")
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=STOPPING)
    finally:
        watchdog.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return took, len(belonging_to(folder))


def _read_until_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if READY in line:
            return
    raise RuntimeError(f"make run ended with {process.wait()}")


def _environment(folder: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return ours | {
        "PORT": str(free_port()),
        "SMTP_PORT": str(free_port()),
        "LIFELONG_HOME": str(folder / "var"),
    }
