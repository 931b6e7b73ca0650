import sys


def _load_structlog_alone() -> None:
    """structlog takes rich along where it finds it (ibis brings it): 5 MB in every process, and
    errors on a terminal with the variables around them, which are a customer's words."""
    missing: dict[str, object] = {"rich": None}
    sys.modules.update(missing)  # type: ignore[arg-type]
    import structlog  # noqa: F401

    del sys.modules["rich"]


_load_structlog_alone()
