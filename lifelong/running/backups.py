"""The whole installation in one file: database, stored files and keys.

The file opens everything, so it is readable by its owner only. Keep it as you keep the keys.
"""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from lifelong.lib import clock
from lifelong.running import dumps, environment, installation

MANIFEST = "lifelong.json"
DUMP = "database.dump"
FILES = "files"


class CannotRestore(Exception):
    """Says why, and what to do."""


def backup(path: Path) -> None:
    """Write a backup to `path`; Lifelong may be running. Raises FileExistsError."""
    with installation.at_hand(), tempfile.TemporaryDirectory() as folder:
        # the dump first: a file that comes later is more than its rows know, never less
        dumps.dump(os.environ["DATABASE_URL"], Path(folder) / DUMP)
        home = environment.home()
        (Path(folder) / MANIFEST).write_text(
            json.dumps({"lifelong": version("lifelong"), "made_at": clock.now().isoformat()})
        )
        with _only_mine(path) as tar:
            tar.add(Path(folder) / MANIFEST, MANIFEST)
            tar.add(Path(folder) / DUMP, DUMP)
            tar.add(home / environment.KEYS_FILE, environment.KEYS_FILE)
            if (home / FILES).exists():
                tar.add(home / FILES, FILES)


@contextmanager
def _only_mine(path: Path) -> Iterator[tarfile.TarFile]:
    """A tar that nobody else may read, on the disk when the block has ended."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            yield tar
        file.flush()
        os.fsync(file.fileno())


def restore(path: Path, *, force: bool = False) -> None:
    """Make the installation what it was when the backup at `path` was made.

    A home or database that is in use is refused unless `force`, which replaces it.
    """
    home = environment.home()
    if not force and home.exists() and any(home.iterdir()):
        raise CannotRestore(f"{home} is not empty. With --force it is replaced.")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(path) as tar:
            if MANIFEST not in tar.getnames():
                raise CannotRestore(f"{path} is not a backup of Lifelong.")
            tar.extractall(folder, filter="data")
        _put_in_place(Path(folder), home, force=force)


def _put_in_place(unpacked: Path, home: Path, *, force: bool) -> None:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(unpacked / environment.KEYS_FILE, home)
    (home / environment.KEYS_FILE).chmod(0o600)
    with installation.at_hand() as cluster:
        if cluster is not None and cluster.pid is None:
            raise CannotRestore("Lifelong is running here. Stop it first.")
        if not force and not dumps.is_empty(os.environ["DATABASE_URL"]):
            raise CannotRestore("The database is not empty. With --force it is replaced.")
        dumps.load(os.environ["DATABASE_URL"], unpacked / DUMP)
    shutil.rmtree(home / FILES, ignore_errors=True)
    if (unpacked / FILES).exists():
        shutil.copytree(unpacked / FILES, home / FILES)
