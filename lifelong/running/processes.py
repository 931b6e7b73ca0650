"""The process tree of `lifelong run`: the database below, the parts above it."""

import gc
import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import django
import psycopg
import structlog

from lifelong.running import installation, parts, preparation, supervision
from lifelong.running.database import Cluster
from lifelong.running.parts import HOST, Part
from lifelong.running.supervision import Child

READY_WITHIN = 60.0

log = structlog.get_logger()


class CannotRun(Exception):
    """Lifelong does not start; says what to do."""


def run(say: Callable[[str], None]) -> None:
    """Start everything, `say` where it is, and keep it running until SIGINT or SIGTERM."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _leave)
    present = parts.present()
    for part in present:
        _refuse_a_taken_port(part)
    with installation.at_hand() as cluster:
        django.setup()
        # what is there now is shared by all that are forked
        gc.freeze()
        notice = _prepared()
        children = [Child(part) for part in present]
        try:
            _run_children(children, cluster, lambda: _announce(say, notice))
        finally:
            # from here on nothing interrupts: stopping is what was asked for
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, signal.SIG_IGN)
            for child in reversed(children):
                child.stop()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _refuse_a_taken_port(part: Part) -> None:
    if part.listens_on is None or part.port is None:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, part.listens_on))
        except OSError as error:
            raise CannotRun(
                f"Port {part.listens_on} for {part.name} cannot be had ({error.strerror}). "
                f"Choose another with {part.port[0]}=..."
            ) from error


def _prepared() -> str:
    """Have the database ready, in a process of its own if there is work. Returns the notice."""
    url = os.environ["DATABASE_URL"]
    noted = preparation.notice(url)
    if noted is None:
        process = supervision.launch("prepare", preparation.prepare)
        try:
            process.join()
        finally:
            supervision.end(process)
        noted = preparation.notice(url) if process.exitcode == 0 else None
    if noted is None:
        raise CannotRun("The database could not be made ready; the reason stands above.")
    return noted


def _run_children(
    children: list[Child], cluster: Cluster | None, announce: Callable[[], None]
) -> None:
    _forget_an_earlier_run()
    for child in children:
        child.start()
    waiting_since: float | None = time.monotonic()
    while True:
        if cluster is not None and cluster.pid is not None and not cluster.running():
            log.error("the database died and is started again")
            cluster.start()
        for child in children:
            child.tend()
        if waiting_since is not None and _all_ready(children):
            announce()
            waiting_since = None
        if waiting_since is not None and time.monotonic() - waiting_since > READY_WITHIN:
            log.error("not ready yet", health=_health())
            waiting_since = time.monotonic()
        time.sleep(0.1 if waiting_since is not None else 0.5)


def _forget_an_earlier_run() -> None:
    """What its parts said says nothing about ours, and a demo shop that lived then rests."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("DELETE FROM running_heartbeat")
        connection.execute("DELETE FROM simulation_spell")


def _all_ready(children: list[Child]) -> bool:
    listening = [child.part.listens_on for child in children if child.part.listens_on]
    if not all(_accepts(port) for port in listening):
        return False
    health = _health()
    return bool(health) and set(health.values()) == {"ok"}


def _accepts(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def address() -> str:
    return f"http://{HOST}:{parts.PARTS[0].listens_on}"


def _health() -> dict[str, str]:
    try:
        with urllib.request.urlopen(f"{address()}/healthz", timeout=5) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        with error:
            return dict(json.load(error)) if error.code == 503 else {}
    except (OSError, ValueError):
        return {}


def _announce(say: Callable[[str], None], notice: str) -> None:
    say(f"Lifelong is ready at {address()}")
    if notice:
        say(notice)
