import os

from tests import prepared

pytest_plugins = ["tests.guards"]


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        prepared.forget()
