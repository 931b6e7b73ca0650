"""A connection that died with its server is noticed before somebody needs it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg_pool import ConnectionPool

from lifelong.lib.postgres import base

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> Iterator[psycopg.Connection]:
    """Of nobody else's, and given out just now."""
    database: Any = connections["default"]
    parts = {name: database.settings_dict[name] or None for name in ("USER", "HOST", "PORT")}
    line = psycopg.connect(
        dbname=database.settings_dict["NAME"],
        user=parts["USER"],
        host=parts["HOST"],
        port=parts["PORT"],
        autocommit=True,
    )
    base.try_if_doubtful(line)
    yield line
    line.close()


def test_of_a_quiet_line_the_server_is_not_asked(
    line: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(_line: object) -> None:
        raise AssertionError("it was asked")

    monkeypatch.setattr(ConnectionPool, "check_connection", asked)
    base.try_if_doubtful(line)
    monkeypatch.setattr(base, "REST", 0.0)
    with pytest.raises(AssertionError, match="it was asked"):
        base.try_if_doubtful(line)


def test_a_line_that_was_cut_meanwhile_is_not_given_out(line: psycopg.Connection) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [line.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        base.try_if_doubtful(line)


def test_the_pool_tries_what_it_gives() -> None:
    database: Any = connections["default"]
    assert database.pool._check is base.try_if_doubtful
