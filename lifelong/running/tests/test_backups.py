import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lifelong.running import backups, binaries, installation, upgrades
from lifelong.running.database import Cluster, written_by
from lifelong.running.tests.places import ask


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="lifelong-"))
    yield made
    shutil.rmtree(made)


def settle(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, `home` is the installation."""
    monkeypatch.setenv("LIFELONG_HOME", str(home))
    for name in ("DATABASE_URL", "LIFELONG_KEYS", "LIFELONG_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


def write_something(home: Path) -> None:
    with installation.at_hand():
        ask(os.environ["DATABASE_URL"], "CREATE TABLE django_migrations AS SELECT 'Grüße' AS word")
    (home / "files" / "ab").mkdir(parents=True)
    (home / "files" / "ab" / "photo").write_bytes(b"\x00\x01")


def word() -> object:
    with installation.at_hand():
        return ask(os.environ["DATABASE_URL"], "SELECT word FROM django_migrations")


def test_a_restored_backup_is_the_same_installation(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, tar = folder / "old", folder / "new", folder / "backup.tar"
    settle(old, monkeypatch)
    write_something(old)
    backups.backup(tar)
    settle(new, monkeypatch)
    backups.restore(tar)
    assert word() == "Grüße"
    assert (new / "files/ab/photo").read_bytes() == b"\x00\x01"
    assert (new / "keys.env").read_text() == (old / "keys.env").read_text()
    assert (new / "keys.env").stat().st_mode & 0o777 == 0o600
    assert tar.stat().st_mode & 0o777 == 0o600


def test_a_home_in_use_is_replaced_only_by_force(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, tar = folder / "home", folder / "backup.tar"
    settle(home, monkeypatch)
    write_something(home)
    backups.backup(tar)
    with installation.at_hand():
        ask(os.environ["DATABASE_URL"], "UPDATE django_migrations SET word = 'later'")
    (home / "files/ab/later").touch()
    with pytest.raises(backups.CannotRestore, match="not empty"):
        backups.restore(tar)
    assert word() == "later"
    backups.restore(tar, force=True)
    assert word() == "Grüße"
    assert not (home / "files/ab/later").exists()


def test_a_file_that_is_no_backup_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(folder / "home", monkeypatch)
    (folder / "words").write_text("hello")
    shutil.make_archive(str(folder / "other"), "tar", folder, "words")
    with pytest.raises(backups.CannotRestore, match="not a backup"):
        backups.restore(folder / "other.tar")
    assert not (folder / "home").exists()


majors = sorted({one.major for one in binaries.installations()})


@pytest.mark.skipif(len(majors) < 2, reason="two majors of PostgreSQL are needed")
def test_data_moves_to_a_newer_major(folder: Path) -> None:
    old, new = majors[0], majors[-1]
    cluster = Cluster(folder, durable=False, major=old)
    ask(cluster.start(), "CREATE TABLE words AS SELECT 'Grüße' AS word")
    cluster.stop()
    assert upgrades.upgrade(folder, to=new) == (old, new)
    assert written_by(folder / "postgres") == new
    moved = Cluster(folder, durable=False)
    try:
        assert ask(moved.start(), "SELECT word FROM words") == "Grüße"
        assert moved.binaries.major == new
    finally:
        moved.stop()
    assert upgrades.upgrade(folder, to=new) is None


def test_an_upgrade_says_which_old_programs_it_needs(folder: Path) -> None:
    (folder / "postgres/14").mkdir(parents=True)
    (folder / "postgres/14/PG_VERSION").write_text("14\n")
    with pytest.raises(upgrades.CannotUpgrade, match="postgresql-14"):
        upgrades.upgrade(folder)
