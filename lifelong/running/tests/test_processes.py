"""`lifelong run`, for real: what it starts, what it bears, and what it leaves behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "lifelong.running.command_line", "run"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Running:
    """One `lifelong run`, with a home of its own."""

    def __init__(self, home: Path) -> None:
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = kept | {
            "LIFELONG_HOME": str(home),
            "LIFELONG_DEMO": "0",
            "PORT": str(self.port),
            "SMTP_PORT": str(free_port()),
        }
        self.said: list[str] = []
        self.start()

    def start(self) -> None:
        self.said.clear()
        self.process = subprocess.Popen(
            COMMAND, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            self.said.extend(line.strip() for line in lines)

    def wait_until_ready(self) -> None:
        wanted = f"Lifelong is ready at http://127.0.0.1:{self.port}"
        wait_until(lambda: wanted in self.said, seconds=90)

    def pids(self, name: str = "") -> list[int]:
        """Our processes and theirs; of one name, if given."""
        ours = f"LIFELONG_HOME={self.environment['LIFELONG_HOME']}".encode()
        return [
            int(process.name)
            for process in Path("/proc").glob("[0-9]*")
            if read(process / "environ").find(ours) >= 0
            and read(process / "comm").decode().strip().startswith(name)
        ]

    def ask(self, code: str) -> str:
        """What Python says inside the installation."""
        command = [*COMMAND[:-1], "manage", "shell", "--no-imports", "-c", code]
        said = subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return said.stdout.strip()

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def wait_until(true: object, *, seconds: float = 60) -> None:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.fixture
def running() -> Iterator[Running]:
    home = Path(tempfile.mkdtemp(prefix="lifelong-"))
    made = Running(home)
    yield made
    if made.process.poll() is None:
        made.end(signal.SIGKILL)
    made._reader.join(5)
    wait_until(lambda: not made.pids())
    shutil.rmtree(home)


def test_it_runs_bears_deaths_and_leaves_nothing(running: Running) -> None:
    running.wait_until_ready()

    # each that dies is started again
    for name in ("life-worker", "postgres"):
        (victim,) = sorted(running.pids(name))[:1]
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda name=name, victim=victim: set(running.pids(name)) - {victim})

    # a second one on the same port is told so
    second = subprocess.run(
        COMMAND, env=running.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert f"Port {running.port} for web cannot be had" in second.stderr

    assert running.end(signal.SIGINT) == 0
    assert running.pids() == []


LIVE = """
from datetime import timedelta
from lifelong.lib import clock
from lifelong.simulation.models import Spell
Spell.objects.create(ends_at=clock.now() + timedelta(hours=1))
"""
LIVES = "from lifelong.simulation.queries import spell; print(spell() is not None)"


@pytest.mark.proof
def test_a_demo_shop_that_lived_rests_after_a_start(running: Running) -> None:
    running.wait_until_ready()
    running.ask(LIVE)
    assert running.ask(LIVES) == "True"
    assert running.end(signal.SIGINT) == 0
    running._reader.join(5)

    running.start()
    running.wait_until_ready()
    assert running.ask(LIVES) == "False"


@pytest.mark.proof
def test_nothing_outlives_a_killed_supervisor(running: Running) -> None:
    running.wait_until_ready()
    running.end(signal.SIGKILL)
    wait_until(lambda: not running.pids(), seconds=10)
    running._reader.join(5)

    running.start()
    running.wait_until_ready()
    assert running.end(signal.SIGTERM) == 0
    assert running.pids() == []
