"""Connections that are tried only when they have something to say.

A pooled connection may have died with its server. Django asks the server before each request, job
and reaction whether it is there, and on a busy machine every such question waits for its turn; a
server that goes says so, and a socket on which nothing came is as good as it was.
"""

import select
from collections.abc import Callable

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    # what its types do not tell
    _connection_pools: dict[str, ConnectionPool]
    _configure_connection: Callable[[Connection], None]

    @property
    def pool(self) -> ConnectionPool | None:
        options = self.settings_dict["OPTIONS"].get("pool")
        if options and self.alias != NO_DB_ALIAS and self.alias not in self._connection_pools:
            made = ConnectionPool(
                kwargs=self.get_connection_params() | {"autocommit": True},
                # the first who needs it opens it
                open=False,
                configure=self._configure_connection,
                check=try_if_it_spoke,
                **options,
            )
            self._connection_pools.setdefault(self.alias, made)
        pool: ConnectionPool | None = super().pool
        return pool


def try_if_it_spoke(connection: Connection) -> None:
    """Raises what psycopg does if the server has gone."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        ConnectionPool.check_connection(connection)
