"""The embedded server, started for real: one for each test."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lifelong.running import binaries, leftovers, spawning
from lifelong.running.database import Cluster
from lifelong.running.tests.places import ask

SERVE = """
import sys, time
from pathlib import Path
from lifelong.running.database import Cluster
cluster = Cluster(Path(sys.argv[1]))
print(cluster.start(), flush=True)
print(cluster.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lifelong-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    made = Cluster(home, durable=False)
    yield made
    made.stop()


def gone(pid: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


def wait_for(pid: int) -> None:
    for _ in range(100):
        if gone(pid):
            return
        time.sleep(0.1)
    raise AssertionError(f"{pid} lives on")


def test_what_was_written_is_there_after_a_restart(cluster: Cluster) -> None:
    ask(cluster.start(), "CREATE TABLE words AS SELECT 'hello' AS word")
    cluster.stop()
    assert ask(cluster.start(), "SELECT word FROM words") == "hello"


def test_stop_leaves_no_process_and_no_socket(cluster: Cluster) -> None:
    cluster.start()
    pid = cluster.pid
    assert pid and not gone(pid)
    cluster.stop()
    assert gone(pid)
    assert not cluster.socket_folder.exists()


def test_letters_beyond_ascii_have_cases(cluster: Cluster) -> None:
    assert ask(cluster.start(), "SELECT lower('ÄÖÉ')") == "äöé"


def test_only_its_user_can_reach_it(cluster: Cluster) -> None:
    cluster.start()
    assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700
    assert cluster.data.stat().st_mode & 0o777 == 0o700
    assert ask(cluster.url, "SHOW listen_addresses") == ""


def test_a_killed_server_keeps_every_acknowledged_row(cluster: Cluster) -> None:
    cluster.durable = True
    with psycopg.connect(cluster.start(), autocommit=True) as connection:
        connection.execute("CREATE TABLE counted (number int)")
        assert cluster.pid
        acknowledged = 0
        with pytest.raises(psycopg.OperationalError):
            for number in range(1, 100_000):
                connection.execute("INSERT INTO counted VALUES (%s)", [number])
                acknowledged = number
                if number == 200:
                    os.kill(cluster.pid, signal.SIGKILL)
    cluster.stop()
    count = ask(cluster.start(), "SELECT count(*) FROM counted")
    assert count in (acknowledged, acknowledged + 1)
    assert acknowledged >= 200


def test_a_deep_home_is_no_trouble(home: Path) -> None:
    deep = home / ("a-folder-with-a-long-name/" * 6)
    deep.mkdir(mode=0o700, parents=True)
    cluster = Cluster(deep, durable=False)
    try:
        assert ask(cluster.start(), "SELECT 1") == 1
    finally:
        cluster.stop()


def test_a_second_runner_uses_the_first_ones_server_and_leaves_it_running(
    home: Path, cluster: Cluster
) -> None:
    second = Cluster(home, durable=False)
    assert second.start() != "" and second.pid is not None
    assert cluster.start() == second.url
    assert cluster.pid is None
    cluster.stop()
    assert ask(second.url, "SELECT 1") == 1
    second.stop()


def test_a_killed_owner_takes_its_server_along_and_the_next_start_works(
    home: Path, cluster: Cluster
) -> None:
    owner = subprocess.Popen([sys.executable, "-c", SERVE, home], stdout=subprocess.PIPE)
    assert owner.stdout
    url = owner.stdout.readline().decode().strip()
    server = int(owner.stdout.readline())
    ask(url, "CREATE TABLE words AS SELECT 'hello' AS word")
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert ask(cluster.start(), "SELECT word FROM words") == "hello"
    wait_for(server)


def test_a_note_that_names_somebody_elses_process_is_not_believed(cluster: Cluster) -> None:
    cluster.start()
    note = cluster.data / "postmaster.pid"
    left_behind = note.read_text().split("\n", 1)[1]
    cluster.stop()
    note.write_text(f"{os.getpid()}\n{left_behind}")
    assert ask(cluster.start(), "SELECT 1") == 1


def test_data_of_a_major_whose_programs_are_missing_is_refused_by_name(home: Path) -> None:
    (home / "postgres/14").mkdir(parents=True)
    (home / "postgres/14/PG_VERSION").write_text("14\n")
    with pytest.raises(binaries.NoPostgres, match="PostgreSQL 14 was not found"):
        Cluster(home).start()


def test_every_installation_that_is_here_serves(home: Path) -> None:
    for installed in binaries.installations():
        cluster = Cluster(home, durable=False, major=installed.major)
        try:
            version = str(ask(cluster.start(), "SHOW server_version_num"))
            assert int(version) // 10000 == installed.major
        finally:
            cluster.stop()


def test_a_strangers_folder_in_the_sockets_place_is_refused(cluster: Cluster, home: Path) -> None:
    cluster.folder.mkdir()
    cluster.socket_folder.symlink_to(home)
    try:
        with pytest.raises(leftovers.CannotStart, match="belongs to somebody else"):
            cluster.start()
    finally:
        cluster.socket_folder.unlink()


root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@root
def test_root_without_user_namespaces_runs_it_as_somebody_else(
    cluster: Cluster, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.chmod(0o711)
    everybody = list(spawning.identities(home))
    plain = [identity for identity in everybody if identity.seen_as is None]
    monkeypatch.setattr(spawning, "identities", lambda _: iter(plain))
    assert ask(cluster.start(), "SELECT 1") == 1
    assert cluster.data.stat().st_uid == plain[0].uid != 0
    assert home.stat().st_uid == 0 and home.stat().st_mode & 0o777 == 0o711


@root
def test_it_says_so_when_nobody_may_enter(
    cluster: Cluster, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = [identity for identity in spawning.identities(home) if identity.seen_as is None]
    monkeypatch.setattr(spawning, "identities", lambda _: iter(plain))
    with pytest.raises(leftovers.CannotStart, match="ordinary user"):
        cluster.start()


@root
def test_an_ordinary_user_runs_it(home: Path) -> None:
    script = SERVE.replace("time.sleep(60)", "cluster.stop()")
    for identity in reversed(list(spawning.identities(home))):
        # the last that may run this Python: in some places only root's folders hold one
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            os.chown(home, identity.uid, identity.gid)
            child = spawning.spawn([sys.executable, "-c", script, home], identity=identity)
            assert child.wait() == 0
            return
    raise AssertionError("no identity can run Python")
