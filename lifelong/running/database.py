"""The PostgreSQL that comes along: started with us, stopped with us, kept in our home.

Nobody but the user who runs it can reach it: it listens on a socket in a folder of mode 0700.
One process owns a running server, by a lock; others use it and leave it running. When the
owner is killed, the kernel tells the server to shut down; the next start waits for that.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

import psycopg

from lifelong.running import binaries, leftovers, spawning
from lifelong.running.binaries import Binaries
from lifelong.running.leftovers import CannotStart, until
from lifelong.running.spawning import Identity

USER = NAME = "lifelong"
PATIENCE = 30.0

#: for two cores and a few hundred megabytes. Errors are logged without the rows they are about.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "timezone": "UTC",
}

#: for tests: what a power cut would take may go
FORGETFUL = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}


class Cluster:
    """The server of one home. `durable=False` trades safety for speed, for tests."""

    def __init__(self, home: Path, *, durable: bool = True, major: int | None = None) -> None:
        self.folder = home.resolve() / "postgres"
        self.durable = durable
        self._major = major
        self._lock: IO[bytes] | None = None
        self._server: subprocess.Popen[bytes] | None = None

    # -- what a caller needs

    def start(self) -> str:
        """Have it running; returns its DATABASE_URL.

        Raises `CannotStart`, or `NoPostgres` when the programs for its data are missing.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for _ in until(time.monotonic() + PATIENCE):
            if self._own():
                try:
                    return self._start_ours()
                except BaseException:
                    self.stop()
                    raise
            if self._answers():
                return self.url
        raise CannotStart(f"Somebody else owns {self.data}, and it does not answer.")

    def stop(self) -> None:
        """Stop it if we own it; a server that another process owns is left alone."""
        if self._server is not None:
            spawning.stop(self._server, signal.SIGINT, signal.SIGQUIT, patience=10)
            self._server = None
            shutil.rmtree(self.socket_folder, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def pid(self) -> int | None:
        """The server's process id, if it is ours."""
        return self._server.pid if self._server else None

    def running(self) -> bool:
        """Whether a server of ours is still alive."""
        return self._server is not None and self._server.poll() is None

    @property
    def url(self) -> str:
        return self.url_of(NAME)

    def url_of(self, database: str) -> str:
        where = urlencode({"host": self.socket_folder, "port": SETTINGS["port"]})
        return f"postgresql://{USER}@/{database}?{where}"

    @property
    def binaries(self) -> Binaries:
        """Those that fit the data that is there; the preferred ones where there is none."""
        return binaries.find(self._major or written_by(self.folder))

    @property
    def data(self) -> Path:
        return self.folder / str(self.binaries.major)

    @property
    def socket_folder(self) -> Path:
        """Short, since a socket's path ends at 107 bytes, and the same for the same data."""
        name = f"lifelong-{hashlib.sha256(bytes(self.data)).hexdigest()[:16]}"
        temporary = Path(tempfile.gettempdir())
        return (temporary if len(bytes(temporary)) < 60 else Path("/tmp")) / name

    # -- ownership

    def _own(self) -> bool:
        if self._lock is None:
            lock = (self.folder / f"{self.binaries.major}.lock").open("ab")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                return False
            self._lock = lock
        return True

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url, connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    # -- starting what is ours

    def _start_ours(self) -> str:
        leftovers.see_off(self.data, patience=PATIENCE)
        identity = self._identity()
        if not (self.data / "PG_VERSION").exists():
            self._make(identity)
        _give(self.data, identity)
        _private(self.socket_folder, identity)
        for _ in until(time.monotonic() + PATIENCE):
            # after a kill -9 it may refuse until its last backends have gone: try again
            if not self.running():
                self._spawn(identity)
            if self._has_database():
                return self.url
        raise CannotStart(f"PostgreSQL does not start; its log is {self._log_path}.")

    def _identity(self) -> Identity:
        for identity in spawning.identities(self.folder):
            _give(self.folder, identity, inside=False)
            if _may(identity, self.folder, self.binaries):
                return identity
        raise CannotStart(
            f"PostgreSQL does not run as root, and no other user may enter {self.folder} and "
            f"{self.binaries.folder}. Run Lifelong as an ordinary user, or move it and "
            "LIFELONG_HOME to a folder that all may enter."
        )

    def _make(self, identity: Identity) -> None:
        # made aside and moved, so that a half-made one is never taken for data
        making = self.folder / f"{self.binaries.major}.making"
        shutil.rmtree(making, ignore_errors=True)
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--no-instructions"]
        if self.binaries.major >= 17:
            options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            options += ["--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-messages=C"]
        if not self.durable:
            options.append("--no-sync")
        command: list[str | Path] = [self.binaries["initdb"], "-D", making, *options]
        with self._log() as log:
            child = spawning.spawn(
                command, identity=identity, output=log, environment=_environment()
            )
            if child.wait() != 0:
                raise CannotStart(f"initdb failed; its log is {self._log_path}.")
        making.rename(self.data)

    def _spawn(self, identity: Identity) -> None:
        settings = SETTINGS | ({} if self.durable else FORGETFUL)
        settings["unix_socket_directories"] = str(self.socket_folder)
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self._log() as log:
            self._server = spawning.spawn(
                [self.binaries["postgres"], "-D", self.data, *options],
                identity=identity,
                when_orphaned=signal.SIGINT,
                output=log,
                environment=_environment(),
            )

    def _has_database(self) -> bool:
        try:
            with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
                query = "SELECT 1 FROM pg_database WHERE datname = %s"
                if not connection.execute(query, [NAME]).fetchone():
                    connection.execute(f"CREATE DATABASE {NAME}")
                return True
        except psycopg.OperationalError:
            return False

    @property
    def _log_path(self) -> Path:
        return self.folder / "log"

    def _log(self) -> IO[bytes]:
        return self._log_path.open("ab")


def written_by(folder: Path) -> int | None:
    """The major version of the newest data in a home's `postgres` folder."""
    majors = [int(found.parent.name) for found in folder.glob("[0-9]*[0-9]/PG_VERSION")]
    return max(majors, default=None)


def _environment() -> dict[str, str]:
    """Ours without what would lead PostgreSQL elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def _may(identity: Identity, folder: Path, programs: Binaries) -> bool:
    """Whether that identity can be had, write in the folder and run the programs."""
    script = 'test -w "$1" && test -x "$1" && exec "$2" --version'
    try:
        child = spawning.spawn(
            ["/bin/sh", "-c", script, "sh", folder, programs["postgres"]],
            identity=identity,
            output=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return child.wait() == 0


def _give(folder: Path, identity: Identity, *, inside: bool = True) -> None:
    """Make our own folder that identity's; only root has to."""
    if folder.stat().st_uid == identity.uid:
        return
    os.chown(folder, identity.uid, identity.gid)
    for path in folder.rglob("*") if inside else []:
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)


def _private(folder: Path, identity: Identity) -> None:
    """Have a folder of mode 0700; one that a stranger has put there is refused."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), identity.uid):
        raise CannotStart(f"{folder} belongs to somebody else. Remove it, or set TMPDIR.")
    folder.chmod(0o700)
    _give(folder, identity)
