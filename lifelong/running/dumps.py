"""A database as one file: pg_dump's custom format, read back by the same or a newer major."""

import subprocess
from pathlib import Path

import psycopg

from lifelong.running import binaries
from lifelong.running.binaries import Binaries


class DumpFailed(Exception):
    """pg_dump or pg_restore gave up; says what they said."""


def dump(url: str, path: Path) -> None:
    """Write everything in the database to a new file at `path`."""
    options = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges"]
    _run([_programs_for(url)["pg_dump"], *options, f"--file={path}", f"--dbname={url}"])


def load(url: str, path: Path) -> None:
    """Put a dump in the place of all that the database holds."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run([_programs_for(url)["pg_restore"], *options, f"--dbname={url}", path])


def is_empty(url: str) -> bool:
    """Whether the database holds no table of ours."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
        return bool(row and row[0])


def _programs_for(url: str) -> Binaries:
    """The oldest programs that are not older than the server."""
    with psycopg.connect(url) as connection:
        server = connection.info.server_version // 10000
    fitting = [one for one in binaries.installations() if one.major >= server]
    if not fitting:
        raise binaries.NoPostgres(f"pg_dump and pg_restore of PostgreSQL {server} were not found.")
    return min(fitting, key=lambda one: one.major)


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DumpFailed(done.stderr.strip())
