"""A home that is made once and copied: first starts are long, and every module wants one."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def copy_to(home: Path, make: Callable[[Path], None]) -> None:
    """Fill the empty `home` with what `make` makes of an empty folder, once in a run of tests."""
    prepared = _of_this_run()
    with prepared.with_suffix(".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            making = prepared.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir(mode=0o700)
            make(making)
            making.rename(prepared)
    shutil.copytree(prepared, home, dirs_exist_ok=True)


def forget() -> None:
    """Called when a run begins and when it has ended, by the process that began it."""
    prepared = _of_this_run()
    shutil.rmtree(prepared, ignore_errors=True)
    prepared.with_suffix(".lock").unlink(missing_ok=True)


def _of_this_run() -> Path:
    """One for all workers of a run, whose parent is who began it."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return Path(tempfile.gettempdir()) / f"lifelong-prepared-{run}"
