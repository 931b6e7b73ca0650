import os
import subprocess
import sys
from pathlib import Path

import pytest

from lifelong.running import environment

NAMES = ("LIFELONG_KEYS", "LIFELONG_SECRET_KEY")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIFELONG_HOME", str(tmp_path / "home"))
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


def test_a_first_start_makes_a_home_and_keys_that_only_its_user_reads(home: Path) -> None:
    assert environment.ensure() == home
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "keys.env").stat().st_mode & 0o777 == 0o600
    assert all(os.environ[name] for name in NAMES)


def test_a_second_start_finds_the_same_keys(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.ensure()
    first = [os.environ.pop(name) for name in NAMES]
    environment.ensure()
    assert [os.environ[name] for name in NAMES] == first


def test_keys_in_the_environment_win(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIFELONG_KEYS", "given")
    environment.ensure()
    assert os.environ["LIFELONG_KEYS"] == "given"


def test_first_starts_at_once_agree_on_the_keys(home: Path) -> None:
    script = (
        "import os; from lifelong.running import environment; environment.ensure();"
        "print(os.environ['LIFELONG_KEYS'])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) for _ in range(3)
    ]
    said = {process.communicate()[0] for process in running}
    assert len(said) == 1
    assert [path.name for path in home.iterdir()] == ["keys.env"]
