"""What happened, as columns: Parquet files by month, from which every number is reckoned and which
can be written anew at any time.

`<folder>/<table>/2026-03.parquet`. A row is one of the dataclasses below, a column one field, in
this order. Moments are UTC, without a zone in the file, since not every engine reads one alike.
Amounts are integer minor units of the one currency in which the installation reports, exchanged at
the stored rate when written.
"""

import types
import typing
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import ibis
import pyarrow
from ibis.expr.types import Table
from pyarrow import parquet


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactFact:
    """One matter. It stands in the month in which it was opened."""

    contact_id: UUID
    #: the person: of customers who are joined, the one that stands for all
    customer_id: UUID
    order_id: UUID | None
    topic_id: UUID | None
    channel: str
    #: "customer", "reply" to our outreach, or "us"
    begun_by: str
    opened_at: datetime
    #: when the first answer was due; None when none fell due: it was combined before
    due_at: datetime | None
    #: the first answer by a person
    first_reply_at: datetime | None
    #: the first closing, though it was reopened since, and its day in the brand's zone
    closed_at: datetime | None
    closed_on: date | None
    #: when the customer first came back to it after that
    reopened_at: datetime | None
    #: as `conversations.Resolution`, of the last closing; "" while it was never closed
    resolution: str
    #: the customer said that it is settled
    confirmed: bool

    @property
    def at(self) -> datetime:
        return self.opened_at


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderFact:
    order_id: UUID
    #: None while nobody or several people could be the buyer
    customer_id: UUID | None
    placed_at: datetime
    #: "order", or "exchange" or "reship", which we made
    kind: str
    paid: bool
    #: made to try the checkout
    is_test: bool
    total: int
    refunded: int

    @property
    def at(self) -> datetime:
        return self.placed_at


@dataclass(frozen=True, kw_only=True, slots=True)
class CostFact:
    """An agent's paid time of a day ("wage"), or a day's share of a licence ("licence")."""

    day: date
    kind: str
    agent_id: UUID | None
    paid_seconds: int
    #: None when no wage was set for that day
    amount: int | None

    @property
    def at(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConcessionFact:
    concession_id: UUID
    customer_id: UUID
    kind: str
    granted_at: datetime
    amount: int

    @property
    def at(self) -> datetime:
        return self.granted_at


Fact = ContactFact | OrderFact | CostFact | ConcessionFact
KINDS: dict[type[Fact], str] = {
    ContactFact: "contacts",
    OrderFact: "orders",
    CostFact: "costs",
    ConcessionFact: "concessions",
}
_TYPES: dict[object, pyarrow.DataType] = {
    UUID: pyarrow.string(),
    str: pyarrow.string(),
    bool: pyarrow.bool_(),
    int: pyarrow.int64(),
    date: pyarrow.date32(),
    datetime: pyarrow.timestamp("us"),
}


@dataclass(frozen=True)
class Facts:
    """Tables of expressions, on whatever engine they were opened. `seen_until`: up to when, in UTC,
    everything that happened is in them."""

    contacts: Table
    orders: Table
    costs: Table
    concessions: Table
    seen_until: datetime


def write_month(folder: Path, kind: type[Fact], month: str, rows: Iterable[Fact]) -> Path:
    """Replace a month ("2026-03", in UTC) of a table by `rows`, at once or not at all. Raises
    ValueError for a row of another kind or month, and for a moment without a zone."""
    given = list(rows)
    for row in given:
        if type(row) is not kind or f"{_utc(row.at):%Y-%m}" != month:
            raise ValueError(f"{row} is not of the {KINDS[kind]} of {month}")
    table = pyarrow.Table.from_pylist([_columns(row) for row in given], schema=schema(kind))
    path = folder / KINDS[kind] / f"{month}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    parquet.write_table(table, unfinished, compression="zstd")
    unfinished.replace(path)
    return path


def open_facts(folder: Path, *, seen_until: datetime) -> Facts:
    """On DuckDB within this process. A table without a month yet is empty."""
    engine = ibis.duckdb.connect()
    # it would draw a bar into whatever standard output is
    engine.raw_sql("set enable_progress_bar = false")
    tables = {}
    for kind, name in KINDS.items():
        if files := sorted((folder / name).glob("*.parquet")):
            tables[name] = engine.read_parquet(files, table_name=name)
        else:
            tables[name] = ibis.memtable(_as_read(schema(kind)).empty_table())
    return Facts(**tables, seen_until=_utc(seen_until))


def schema(kind: type[Fact]) -> pyarrow.Schema:
    hints = typing.get_type_hints(kind)
    return pyarrow.schema([_field(one.name, hints[one.name]) for one in fields(kind)])


def _field(name: str, hint: object) -> pyarrow.Field:
    inner = [one for one in typing.get_args(hint) if one is not types.NoneType]
    return pyarrow.field(name, _TYPES[inner[0] if inner else hint], nullable=bool(inner))


def _as_read(written: pyarrow.Schema) -> pyarrow.Schema:
    """Engines do not tell which columns of a Parquet file are never null."""
    return pyarrow.schema([column.with_nullable(True) for column in written])


def _columns(row: Fact) -> dict[str, object]:
    return {name: _plain(value) for name, value in asdict(row).items()}


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    return _utc(value) if isinstance(value, datetime) else value


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} is without a zone")
    return moment.astimezone(UTC).replace(tzinfo=None)
