import sys


def _load_structlog_alone() -> None:
    """structlog takes rich along where it finds it (ibis brings it): 5 MB in every process, and
    errors on a terminal with the variables around them, which are a customer's words. And greenlet,
    which the tests' browser brings: a megabyte, for threads that we do not have."""
    missing = {"rich", "greenlet"} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(missing))  # type: ignore[arg-type]
    import structlog  # noqa: F401

    for name in missing:
        del sys.modules[name]


_load_structlog_alone()
