"""The home where an installation's state lives, and the keys that are kept there."""

import os
import secrets
from pathlib import Path

DEFAULT_HOME = "~/.lifelong"
KEYS_FILE = "keys.env"


def home() -> Path:
    return Path(os.environ.get("LIFELONG_HOME") or DEFAULT_HOME).expanduser().resolve()


def ensure() -> Path:
    """Have a home with keys, and both in our environment and our children's. Returns the home.

    What the environment says already wins over what the home keeps.
    """
    place = home()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = place / KEYS_FILE
    if not keys.exists():
        _write_keys(keys)
    for name, value in _read(keys).items():
        os.environ.setdefault(name, value)
    os.environ["LIFELONG_HOME"] = str(place)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lifelong.running.settings")
    return place


def _write_keys(path: Path) -> None:
    from lifelong.lib.sealing import new_key

    # written aside, then linked: of two first starts at once, one wins and both read it
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"LIFELONG_KEYS={new_key()}\nLIFELONG_SECRET_KEY={secrets.token_urlsafe(48)}\n")
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def write_keys(keys: list[str]) -> None:
    """Put `keys` into the home's file, newest first, in one step. Keys that the environment
    gives itself are nobody's to write."""
    path = home() / KEYS_FILE
    said = _read(path) | {"LIFELONG_KEYS": ",".join(keys)}
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in said.items())
    aside.replace(path)
    os.environ["LIFELONG_KEYS"] = ",".join(keys)


def _read(path: Path) -> dict[str, str]:
    lines = [line.strip() for line in path.read_text().splitlines()]
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}
