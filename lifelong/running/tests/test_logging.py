import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from lifelong.running.logging import configure

SECRET = "ana@example.com"


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def only_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().err)
    return found


def fail(error: Exception) -> None:
    try:
        raise RuntimeError(SECRET) from error
    except RuntimeError:
        structlog.get_logger().exception("it failed", event_id="17")


def test_an_exception_is_named_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    fail(ValueError(SECRET))
    line = capsys.readouterr().err
    assert SECRET not in line
    said = json.loads(line)
    assert [one["type"] for one in said["exception"]] == ["RuntimeError", "ValueError"]
    assert said["exception"][0]["at"][0].endswith("fail")
    assert said["event_id"] == "17"


def test_words_that_a_program_wrote_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    fail(AttributeError("no attribute 'hello'"))
    assert "no attribute 'hello'" in capsys.readouterr().err


def test_the_standard_librarys_logs_are_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("some.library").exception("odd")
    said = only_line(capsys)
    assert (said["event"], said["level"], said["logger"]) == ("odd", "error", "some.library")
    assert SECRET not in json.dumps(said)


def test_on_a_terminal_no_variable_is_shown_beside_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    configure()
    fail(KeyError("no such colour"))
    shown = capsys.readouterr().err
    assert "it failed" in shown
    assert "KeyError" in shown
    assert "Traceback" in shown
    assert "locals" not in shown
