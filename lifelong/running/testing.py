"""pytest plugin: a database and a home for the tests, before Django reads its settings.

Loaded by `-p` in pyproject.toml, since pytest-django reads the settings before any conftest.
The process that was started first owns both; xdist's workers inherit them. A DATABASE_URL
that is there already is used; LIFELONG_TEST_POSTGRES=15 asks for that major version.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lifelong.running.database import Cluster

ENOUGH = 2 * 1024**3
#: names the database that is migrated once in a run, of which each worker takes a copy; absent
#: where the server is not ours
LAID = "LIFELONG_TEST_LAID"


class _Ground:
    """What the tests stand on."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="lifelong-tests-", dir=_roomy_memory()))
        major = os.environ.get("LIFELONG_TEST_POSTGRES")
        self.cluster = Cluster(self.home, durable=False, major=int(major) if major else None)

    def lay(self) -> None:
        from lifelong.lib.sealing import new_key

        os.environ["LIFELONG_HOME"] = str(self.home)
        os.environ["LIFELONG_KEYS"] = new_key()
        os.environ.setdefault("LIFELONG_SECRET_KEY", "only for tests")
        os.environ.pop(LAID, None)
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = self.cluster.start()
            os.environ[LAID] = "laid"

    def clear(self) -> None:
        self.cluster.stop()
        shutil.rmtree(self.home, ignore_errors=True)


_ground: _Ground | None = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    global _ground
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _ground = _Ground()
        _ground.lay()
    return (yield)


def pytest_unconfigure() -> None:
    global _ground
    if _ground is not None:
        _ground.clear()
        _ground = None


def _roomy_memory() -> str | None:
    """Shared memory if there is plenty: nothing of a test run needs to reach the disk."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK)
    return str(memory) if roomy and shutil.disk_usage(memory).free > ENOUGH else None
