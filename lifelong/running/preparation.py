"""Getting the database ready: migrations and the demo shop. Skipped when nothing is to do.

Whether it is can be told without Django, which saves a second start its import.
"""

import hashlib
import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import psycopg

PACKAGE = Path(__file__).parents[1]
DEMO = "lifelong.simulation.demo"


def digest() -> str:
    """Changes with every migration of ours, with the versions of others', and with the demo."""
    found = hashlib.sha256()
    for path in sorted(PACKAGE.glob("**/migrations/*.py")):
        found.update(bytes(path.relative_to(PACKAGE)) + path.read_bytes())
    lock = PACKAGE.parent / "requirements.lock"
    found.update(lock.read_bytes() if lock.exists() else _versions())
    found.update(b"demo" if _with_demo() else b"")
    return found.hexdigest()


def _versions() -> bytes:
    from importlib.metadata import distributions

    return "\n".join(sorted(f"{one.name}=={one.version}" for one in distributions())).encode()


def _with_demo() -> bool:
    """LIFELONG_DEMO=0 is for a real shop's first start."""
    return os.environ.get("LIFELONG_DEMO") != "0" and find_spec(DEMO) is not None


def notice(url: str) -> str | None:
    """What was noted when this state of the code prepared the database; None if it has not."""
    with psycopg.connect(url) as connection:
        try:
            row = connection.execute(
                "SELECT notice FROM running_preparation WHERE digest = %s", [digest()]
            ).fetchone()
        except psycopg.errors.UndefinedTable:
            return None
        return str(row[0]) if row else None


def prepare() -> None:
    """Migrate, fill the demo once, and note it. Needs Django set up."""
    from django.core.management import call_command

    from lifelong.lib import clock
    from lifelong.running.models import Preparation

    call_command("migrate", verbosity=0, interactive=False)
    words = _fill_demo() if _with_demo() else ""
    Preparation.objects.all().delete()
    Preparation.objects.create(digest=digest(), at=clock.now(), notice=words)


def _fill_demo() -> str:
    from importlib import import_module

    demo = import_module(DEMO)
    demo.fill_once()
    return _in_words(getattr(demo, "SIGN_INS", []))


def _in_words(sign_ins: object) -> str:
    """SIGN_INS is words, or lines of words, or rows of role, address and password."""
    if isinstance(sign_ins, str):
        return sign_ins
    assert isinstance(sign_ins, Iterable)
    return "\n".join(f"  {row if isinstance(row, str) else _row(row)}" for row in sign_ins)


def _row(cells: Iterable[object]) -> str:
    return "  ".join(str(cell) for cell in cells)
