"""The project's files and floors, for the tests of its shape."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lifelong"


@cache
def tracked() -> list[Path]:
    """Every file that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


@cache
def contracts() -> dict[str, Any]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {one["name"]: one for one in settings["tool"]["importlinter"]["contracts"]}


def floors() -> list[str]:
    """Packages of `lifelong`, lowest first, as import-linter holds them."""
    layers: list[str] = contracts()["Imports point down the floors"]["layers"]
    return layers[::-1]


def floor_of(module: str) -> int:
    """How high a module such as "lifelong.customers.models" lies."""
    return floors().index(module.split(".")[1])
