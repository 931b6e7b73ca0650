"""Comparisons that PostgreSQL knows and Django does not say."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Among(models.Func):
    """The first is one of the second, an array: however long it is, the statement is the same."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    arity = 2
    output_field = models.BooleanField()


def is_one_of(field: str, ids: Iterable[UUID]) -> Among:
    """`filter(is_one_of("pk", ids))`: for hundreds, which an IN would write out one by one."""
    array = models.Value(list(ids), output_field=ArrayField(models.UUIDField()))
    return Among(models.F(field), array)


class _Pairs(models.Func):
    output_field = models.BooleanField()
    arity = 4

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_context: Any) -> Any:
        said = [compiler.compile(one) for one in self.get_source_expressions()]
        one, two, other, another = (sql for sql, _params in said)
        params = [value for _sql, some in said for value in some]
        return f"({one}, {two}) {self.extra['sign']} ({other}, {another})", params


def stands_after(at: dict[str, Any]) -> _Pairs:
    """`order_by("a", "b").filter(stands_after({"a": 1, "b": 2}))`: the rows behind that one. As one
    comparison of pairs PostgreSQL goes on in an index from there; it misjudges the same said with
    OR by far. Only of fields that are never null."""
    return _pairs(at, ">")


def stands_before(at: dict[str, Any]) -> _Pairs:
    """The same for `order_by("-a", "-b")`."""
    return _pairs(at, "<")


def _pairs(at: dict[str, Any], sign: str) -> _Pairs:
    fields = [models.F(name) for name in at]
    return _Pairs(*fields, *[models.Value(value) for value in at.values()], sign=sign)
