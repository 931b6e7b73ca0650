"""Logs: one JSON object a line on stderr, words for a person where stderr is a terminal.

No personal data: ids and counts only. What an exception says may quote a row or a mail,
so JSON names its class and its place; only messages that programs write are kept.
"""

import logging
import logging.config
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

#: their messages name attributes and modules, never data
_WORDS_OF_PROGRAMS = (TypeError, AttributeError, NameError, ImportError, AssertionError)

Entry = MutableMapping[str, Any]


def configure(_: object = None) -> None:
    """Set up structlog and the standard library's logging. Django calls it with LOGGING."""
    pretty = sys.stderr.isatty()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer()]
        if pretty
        else [exception_without_words, structlog.processors.JSONRenderer()]
    )
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[remove_meta, *last]
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in ("procrastinate", "uvicorn", "mail.log", "django.request", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)


def exception_without_words(logger: Any, method: str, entry: Entry) -> Entry:
    """Put class and place of an exception where the exception was."""
    given = entry.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        entry["exception"] = list(_chain(error))
    return entry


def _chain(error: BaseException) -> list[dict[str, Any]]:
    found, seen = [], set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        found.append(_described(current))
        current = current.__cause__ or current.__context__
    return found


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    described: dict[str, Any] = {
        "type": f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins."),
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, _WORDS_OF_PROGRAMS):
        described["says"] = str(error)
    return described
