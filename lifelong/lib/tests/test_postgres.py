"""A connection that died with its server is noticed before somebody needs it."""

from typing import Any

import pytest
from django.db import connections

pytestmark = pytest.mark.django_db(transaction=True)


def asked(connection: Any) -> int:
    """Which process of the server answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_connection_that_was_cut_meanwhile_is_not_given_out() -> None:
    ours: Any = connections["default"]
    first = asked(ours)
    with ours.pool.connection() as other:
        ours.close()
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
        assert asked(ours) not in (first, other.info.backend_pid)
