"""Connections that are tried when something came on them, or after a rest.

A pooled connection may have died with its server. Django asks the server before each request, job
and reaction whether it is there, and on a busy machine every such question waits for its turn. A
server that goes says so on the socket; what stands between us and a server elsewhere may forget a
line on which nothing is said for minutes, and tells nobody.
"""

import select
import time
from collections.abc import Callable
from weakref import WeakKeyDictionary

from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg_pool import ConnectionPool

#: seconds after which it is asked whether the server is there
REST = 30.0
_given_at: WeakKeyDictionary[Connection, float] = WeakKeyDictionary()


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
                check=try_if_doubtful,
                **options,
            )
            self._connection_pools.setdefault(self.alias, made)
        pool: ConnectionPool | None = super().pool
        return pool


def try_if_doubtful(connection: Connection) -> None:
    """Raises what psycopg does if the server has gone."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    rested = time.monotonic() - _given_at.get(connection, 0.0) > REST
    if rested or poll.poll(0):
        ConnectionPool.check_connection(connection)
    _given_at[connection] = time.monotonic()
