"""Moving the embedded database to a newer major version of PostgreSQL, by dump and restore."""

import shutil
import tempfile
from pathlib import Path

from lifelong.running import binaries, dumps
from lifelong.running.database import Cluster, written_by


class CannotUpgrade(Exception):
    """Says why, and what to do."""


def upgrade(home: Path, *, to: int | None = None) -> tuple[int, int] | None:
    """Move the data to major version `to` (by default the preferred one).

    Returns the versions it went from and to; None if there was nothing to do. The old data
    stays beside the new until somebody removes it.
    """
    newer = binaries.find(to).major
    older = written_by(home / "postgres")
    if older is None or older >= newer:
        return None
    aside = home / "postgres" / "upgrading"
    shutil.rmtree(aside, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        _dump(home, older, Path(folder) / "dump")
        made = _load(aside, newer, Path(folder) / "dump")
    # in one step: before it the old data counts, after it the new
    made.rename(home / "postgres" / str(newer))
    shutil.rmtree(aside)
    return older, newer


def _dump(home: Path, major: int, path: Path) -> None:
    cluster = Cluster(home, major=major)
    try:
        url = cluster.start()
        if cluster.pid is None:
            raise CannotUpgrade("Lifelong is running here. Stop it first.")
        dumps.dump(url, path)
    except binaries.NoPostgres as error:
        raise CannotUpgrade(
            f"The data was written by PostgreSQL {major}, whose programs are needed to read it. "
            f"{error} Install them (Debian: postgresql-{major}) and try again."
        ) from error
    finally:
        cluster.stop()


def _load(aside: Path, major: int, path: Path) -> Path:
    cluster = Cluster(aside, major=major)
    try:
        dumps.load(cluster.start(), path)
        return cluster.data
    finally:
        cluster.stop()
