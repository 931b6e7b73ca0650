"""What every command stands on: the home, its keys and a database that answers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from lifelong.running import environment
from lifelong.running.database import Cluster


@contextmanager
def at_hand() -> Iterator[Cluster | None]:
    """Environment and database, for as long as the block runs.

    Gives the embedded server, or None where DATABASE_URL names another.
    """
    home = environment.ensure()
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    cluster = Cluster(home)
    os.environ["DATABASE_URL"] = cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()
        del os.environ["DATABASE_URL"]


@contextmanager
def django_at_hand() -> Iterator[None]:
    """The same with Django set up."""
    with at_hand():
        import django

        django.setup()
        try:
            yield
        finally:
            _close_connections()


def _close_connections() -> None:
    """Give everything back before the server goes."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
