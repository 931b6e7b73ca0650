"""The processes that `lifelong run` keeps running, in the order they start.

Each is a hidden command of its own name, so a larger site runs them where it likes.
"""

import contextlib
import gc
import importlib
import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Part:
    """A process: calls `function` of `module`, which returns when told to end by SIGTERM."""

    name: str
    module: str
    function: str = "run"
    #: the environment variable that says where it listens, and the port without it
    port: tuple[str, int] | None = None
    #: whether this process beats under its own name; the web process answers instead
    beats: bool = True

    @property
    def listens_on(self) -> int | None:
        return int(os.environ.get(self.port[0]) or self.port[1]) if self.port else None

    def exists(self) -> bool:
        try:
            return importlib.util.find_spec(self.module) is not None
        except ModuleNotFoundError:
            return False

    def run(self) -> None:
        """Do its work in this process, beating. Needs Django set up."""
        from lifelong.running.health import beating

        # loaded before it beats: what cannot be loaded is not alive
        work: Callable[[], None] = getattr(importlib.import_module(self.module), self.function)
        settle_down()
        with beating(self.name) if self.beats else contextlib.nullcontext():
            work()


def settle_down() -> None:
    """What is loaded now stays for good: the garbage collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(25_000, 20, 20)


PARTS = [
    Part("web", "lifelong.running.serving", port=("PORT", 8000), beats=False),
    Part("worker", "lifelong.lib.jobs", "run_worker"),
    Part("intake", "lifelong.connectors.intake"),
    Part("smtp", "lifelong.connectors.email.listener", port=("SMTP_PORT", 2525)),
]


def present() -> list[Part]:
    return [part for part in PARTS if part.exists()]
