"""The life of a process: Django set up, errors logged and not printed."""

from collections.abc import Callable

import structlog

from lifelong.running import logging


def of(name: str, call: Callable[[], None]) -> None:
    """Do `call`. What goes wrong is logged, since it may quote a customer's words."""
    logging.configure()
    import django

    django.setup()
    try:
        call()
    except Exception:
        structlog.get_logger().exception("process failed", process=name)
        raise SystemExit(1) from None
