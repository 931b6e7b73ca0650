"""Querysets that are put into SQL once.

Django writes a statement anew each time somebody asks, which takes it several times as long as
PostgreSQL takes to answer. What open screens ask again and again, and what is asked of each
message, is written once in each process, with slots for what each asking says:

    _OPEN = Statement(lambda: Promise.objects.filter(among("conversation", "ids"), settled_at=None))
    _OPEN.rows(ids=[one.id, other.id])

The rows are those of the queryset, with what it selects and prefetches along.
See docs/decisions/statements-written-once.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

from lifelong.lib.pairs import Among

M = TypeVar("M", bound=models.Model)
#: Django's own, which its types know from a later version
_populators: Any = get_related_populators


class _Slot(Expression):
    """Stands in a statement for a value that is said when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_args: Any, **_kwargs: Any) -> Any:
        return "%s", [self]


def slot(name: str) -> Any:
    """`filter(pk=slot("id"))`. The value goes to the driver as it is: an id, a moment, plain text
    or a number."""
    return _Slot(name)


def among(field: str, name: str) -> Any:
    """`filter(among("customer", "ids"))`: the field is one of the list in the slot. However long
    the list, the statement is the same."""
    return Among(models.F(field), _Slot(name))


@dataclass(frozen=True)
class _Written:
    sql: str
    params: list[Any]
    #: None where the queryset has values for rows
    model: type[models.Model] | None
    #: the model's columns, and where they are in a row
    names: list[str]
    columns: slice
    #: what annotate adds, and where it is
    annotated: list[tuple[str, int]]
    #: they put in what select_related names
    related: list[Any]
    #: by column what makes the driver's value ours
    converters: list[tuple[int, tuple[list[Any], Any]]]
    prefetched: tuple[Any, ...]
    #: it locks what it finds, which only a transaction can
    locks: bool


class Statement(Generic[M]):
    """One queryset with slots, written when it is first asked."""

    def __init__(self, queryset: Callable[[], models.QuerySet[M, Any]]) -> None:
        self._queryset = queryset

    def rows(self, *, most: int | None = None, **said: Any) -> list[M]:
        """What it finds, the first `most` of it; `said`: each slot's value."""
        written = self._written
        made = [_made(written, row) for row in self._found(said, most)]
        if made and written.prefetched:
            models.prefetch_related_objects(made, *written.prefetched)
        return made

    def tuples(self, **said: Any) -> list[Any]:
        """The same of a queryset with `values_list`."""
        assert self._written.model is None, "its rows are a model's"
        return [tuple(row) for row in self._found(said, None)]

    def _found(self, said: dict[str, Any], most: int | None) -> Iterator[Any]:
        written = self._written
        if written.locks:
            _need_transaction()
        sql = written.sql
        bound = [said[one.name] if isinstance(one, _Slot) else one for one in written.params]
        if most is not None:
            sql, bound = f"{sql} LIMIT %s", [*bound, most]
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            return _converted(written, cursor.fetchall())

    def first(self, **said: Any) -> M | None:
        return next(iter(self.rows(most=1, **said)), None)

    @cached_property
    def _written(self) -> _Written:
        queryset: Any = self._queryset()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        # columns that only an order needs would be taken for values
        assert not compiler.has_extra_select
        converters = compiler.get_converters([one[0] for one in compiler.select])
        written = partial(
            _Written,
            sql=sql,
            params=list(params),
            converters=list(converters.items()),
            prefetched=queryset._prefetch_related_lookups,
            locks=queryset.query.select_for_update,
        )
        info = compiler.klass_info
        if queryset._fields is not None:
            return written(model=None, names=[], columns=slice(0), annotated=[], related=[])
        columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        return written(
            model=info["model"],
            names=[one[0].target.attname for one in compiler.select[columns]],
            columns=columns,
            annotated=list(compiler.annotation_col_map.items()),
            related=_populators(info, compiler.select, connection.alias),
        )


def _need_transaction() -> None:
    """As Django has it, which asks when a statement is written."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("a lock outside of a transaction holds nothing")


def _converted(written: _Written, found: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    if not written.converters:
        yield from found
        return
    for row in map(list, found):
        for at, (convert, expression) in written.converters:
            for one in convert:
                row[at] = one(row[at], expression, connection)
        yield row


def _made(written: _Written, row: Any) -> Any:
    assert written.model is not None, "its rows are tuples"
    made = written.model.from_db(connection.alias, written.names, row[written.columns])
    for name, at in written.annotated:
        setattr(made, name, row[at])
    for one in written.related:
        one.populate(row, made)
    return made
