"""A running installation whose parts can be killed: own home, own durable database."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg

from lifelong.running import spawning
from lifelong.running.database import Cluster
from tests import prepared
from tests.shell import Shell

SHOP = """
from lifelong.channels.models import Brand, Endpoint, Inbox
brand = Brand.objects.create(name="Shop", languages=["en"])
inbox = Inbox.objects.create(brand=brand, name="Support")
Endpoint.objects.create(brand=brand, inbox=inbox, channel="email", address="support@shop.example",
                        name="Support")
"""
ADDRESS = "support@shop.example"
#: of one run: what they seal lies in a home that is copied
KEYS = {"LIFELONG_KEYS": f"{'k' * 42}8=", "LIFELONG_SECRET_KEY": "only for tests"}


class Instance:
    """The parts of an installation as processes of ours; `kill` ends one and starts it again."""

    def __init__(
        self, home: Path, *, smtp_port: int, parts: tuple[str, ...], port: int = 0
    ) -> None:
        self.smtp_port = smtp_port
        self.port = port
        self._home = home
        self._cluster = Cluster(home)
        self._parts = parts
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._shell: Shell | None = None

    def start(self) -> None:
        prepared.copy_to(self._home, _make)
        self._cluster.start()
        self.begin(*self._parts)

    def prepare(self) -> None:
        """Have one endpoint, ADDRESS, in a new database."""
        self._cluster.start()
        assert self._command("prepare").wait() == 0, self.log()
        self.do(SHOP)

    def begin(self, *parts: str) -> None:
        for part in parts:
            self._processes[part] = self._command(part)

    def do(self, code: str) -> None:
        """Run Python inside the installation, with Django ready."""
        if self._shell is None:
            with self._log() as log:
                self._shell = Shell(self._environment(), log)
        self._shell.do(code)

    def says(self, *words: str) -> list[str]:
        """The lines that `lifelong WORDS` prints."""
        command = [sys.executable, "-m", "lifelong.running.command_line", *words]
        said = subprocess.run(
            command, env=self._environment(), capture_output=True, text=True, check=True
        )
        return said.stdout.splitlines()

    def serves(self, path: str) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        if self._shell is not None:
            self._shell.stop()
        for process in self._processes.values():
            spawning.stop(process, signal.SIGTERM, patience=5)
        self._cluster.stop()

    def kill(self, part: str) -> None:
        """kill -9, and start it again at once."""
        if part == "postgres":
            assert self._cluster.pid is not None
            os.kill(self._cluster.pid, signal.SIGKILL)
            while self._cluster.running():
                time.sleep(0.01)
            self._cluster.start()
        elif part == "backend":
            os.kill(self._some_backend(), signal.SIGKILL)
        else:
            self._processes[part].kill()
            self._processes[part].wait()
            self._processes[part] = self._command(part)

    def _some_backend(self) -> int:
        with psycopg.connect(self._cluster.url) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid()"
            ).fetchall()
        return int(random.choice(rows)[0])

    @property
    def database(self) -> str:
        return self._cluster.url

    @property
    def pids(self) -> dict[str, int]:
        """Process ids of the parts, and of the database's first process as "postgres"."""
        assert self._cluster.pid is not None
        pids = {part: process.pid for part, process in self._processes.items()}
        return pids | {"postgres": self._cluster.pid}

    def died(self) -> list[str]:
        """Parts that ended by themselves; they are started again, as `lifelong run` would."""
        dead = [part for part, process in self._processes.items() if process.poll() is not None]
        for part in dead:
            self._processes[part] = self._command(part)
        return dead

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._cluster.url) as connection:
            return connection.execute(query).fetchall()

    def count(self, query: str) -> int:
        return int(self.ask(query)[0][0])

    def log(self) -> str:
        return (self._home / "log").read_text(errors="replace")

    def _environment(self) -> dict[str, str]:
        return (
            dict(os.environ)
            | KEYS
            | {
                "LIFELONG_HOME": str(self._home),
                "LIFELONG_DEMO": "0",
                "DATABASE_URL": self._cluster.url,
                "PORT": str(self.port),
                "SMTP_PORT": str(self.smtp_port),
                "LIFELONG_SMTP_RATE": "1000000/minute",
                "LIFELONG_CHAT_RATE": "1000000/minute",
                "LIFELONG_CHAT_STRANGERS": "1000000/minute",
            }
        )

    def _command(self, *words: str) -> subprocess.Popen[bytes]:
        with self._log() as log:
            return spawning.spawn(
                [sys.executable, "-m", "lifelong.running.command_line", *words],
                output=log,
                environment=self._environment(),
            )

    def _log(self) -> IO[bytes]:
        return (self._home / "log").open("ab")


def _make(home: Path) -> None:
    making = Instance(home, smtp_port=0, parts=())
    try:
        making.prepare()
    finally:
        making.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    *, smtp_port: int, port: int = 0, parts: tuple[str, ...] = ("smtp", "intake", "worker")
) -> Iterator[Instance]:
    """An installation with one endpoint, ADDRESS. With a `port`, name the part "web" too."""
    home = Path(tempfile.mkdtemp(prefix="lifelong-instance-"))
    instance = Instance(home, smtp_port=smtp_port, port=port, parts=parts)
    try:
        instance.start()
        yield instance
    finally:
        instance.stop()
        shutil.rmtree(home, ignore_errors=True)


def wait_until(holds: Callable[[], bool], *, within: float, every: float = 0.25) -> None:
    """Raises AssertionError when it does not hold `within` seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if holds():
                return
        except psycopg.OperationalError:
            pass
        time.sleep(every)
    raise AssertionError(f"still not so after {within} s")
