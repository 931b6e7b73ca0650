"""Homes and servers for the tests of this package."""

import psycopg


def ask(url: str, query: str) -> object:
    """The first cell of the answer, if there is one."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None
