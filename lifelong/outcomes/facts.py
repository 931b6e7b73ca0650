"""What happened, as columns: Parquet files by month, from which every number is reckoned and which
can be written anew at any time.

`<folder>/<table>/2026-03.parquet`. A row is one of the dataclasses below, a column one field, in
this order; of an id its `number_of`. Moments are UTC, without a zone in the file, since not every
engine reads one alike. Amounts are integer minor units.
"""

import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import ibis
import pyarrow
from ibis.expr.types import Table
from pyarrow import parquet

#: of one process that reckons
THREADS, MEMORY = 2, "2GB"


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactFact:
    """One matter. It stands in the month in which it was opened."""

    contact_id: UUID
    #: the person: of customers who are joined, the one that stands for all
    customer_id: UUID
    order_id: UUID | None
    topic_id: UUID | None
    channel: str
    #: "customer" or "us"
    begun_by: str
    opened_at: datetime
    #: when the first answer was due; None when none fell due: it was combined before
    due_at: datetime | None
    #: the first answer by a person
    first_reply_at: datetime | None
    #: the first closing, though the customer came back since, and its day in the brand's zone;
    #: None while we took it back ourselves
    closed_at: datetime | None
    closed_on: date | None
    #: as `conversations.Resolution`, of the last closing; "" while it was never closed
    resolution: str
    #: the customer said that it is settled
    confirmed: bool

    @property
    def at(self) -> datetime:
        return self.opened_at


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopeningFact:
    """That a customer took a matter up again that was closed, or that we had begun. It stands
    where its contact does."""

    contact_id: UUID
    customer_id: UUID
    opened_at: datetime
    reopened_at: datetime

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
    #: in which the buyer paid; amounts in others than we report in are summed nowhere
    currency: str
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
    currency: str
    amount: int

    @property
    def at(self) -> datetime:
        return self.granted_at


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewFact:
    review_id: UUID
    customer_id: UUID
    stars: int
    reviewed_at: datetime

    @property
    def at(self) -> datetime:
        return self.reviewed_at


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFact:
    """That somebody is one a play is for, in whichever arm."""

    case_id: UUID
    play_id: UUID
    customer_id: UUID
    #: a word of `plays.assignment.Arm`, and of how many in a hundred it was drawn
    arm: str
    holdout: int
    season: str
    begun_at: datetime
    #: how often the play wrote to them, and when first
    touches: int
    touched_at: datetime | None
    replied_at: datetime | None

    @property
    def at(self) -> datetime:
        return self.begun_at


Fact = ContactFact | ReopeningFact | OrderFact | CostFact | ConcessionFact | ReviewFact | CaseFact
KINDS: dict[type[Fact], str] = {
    ContactFact: "contacts",
    ReopeningFact: "reopenings",
    OrderFact: "orders",
    CostFact: "costs",
    ConcessionFact: "concessions",
    ReviewFact: "reviews",
    CaseFact: "cases",
}
_TYPES: dict[object, pyarrow.DataType] = {
    UUID: pyarrow.int64(),
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
    reopenings: Table
    orders: Table
    costs: Table
    concessions: Table
    reviews: Table
    cases: Table
    seen_until: datetime


def write_month(folder: Path, kind: type[Fact], month: str, rows: Iterable[Fact]) -> Path:
    """Replace a month ("2026-03", in UTC) of a table by `rows`, at once or not at all. Raises
    ValueError for a row of another kind or month, and for a moment without a zone."""
    path = folder / KINDS[kind] / f"{month}.parquet"
    lay_down(path, table_of(kind, month, rows))
    return path


def table_of(kind: type[Fact], month: str, rows: Iterable[Fact]) -> pyarrow.Table:
    """As `write_month` would write them."""
    given = list(rows)
    for row in given:
        if type(row) is not kind or month_of(row.at) != month:
            raise ValueError(f"{row} is not of the {KINDS[kind]} of {month}")
    return pyarrow.Table.from_pylist([_columns(row) for row in given], schema=schema(kind))


def lay_down(path: Path, table: pyarrow.Table) -> None:
    """In place of what is there, at once or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    parquet.write_table(table, unfinished, compression="zstd")
    unfinished.replace(path)


def month_of(moment: datetime) -> str:
    return f"{_utc(moment):%Y-%m}"


def open_facts(
    folder: Path, *, seen_until: datetime, engine: ibis.BaseBackend | None = None
) -> Facts:
    """On DuckDB within this process, or on another `engine` of Ibis, whose session is in UTC. A
    table without a month yet is empty."""
    engine = engine or _duckdb()
    tables = {}
    for kind, name in KINDS.items():
        if any((folder / name).glob("*.parquet")):
            tables[name] = engine.read_parquet(f"{folder / name}/*.parquet", table_name=name)
        else:
            tables[name] = ibis.memtable(_as_read(schema(kind)).empty_table())
    return Facts(**tables, seen_until=_utc(seen_until))


def number_of(one: UUID) -> int:
    """By what a thing is known in the files: the lower half of its id, which is drawn by chance.
    Text would make every join several times as slow. Of ten million things two share their
    number once in 90,000 installations."""
    return int.from_bytes(one.bytes[8:], "big", signed=True)


def _duckdb() -> ibis.BaseBackend:
    engine = ibis.duckdb.connect()
    # it would draw a bar into whatever standard output is
    engine.raw_sql("set enable_progress_bar = false")
    # beside whoever else is served by this machine
    engine.raw_sql(f"set threads = {THREADS}")
    engine.raw_sql(f"set memory_limit = '{MEMORY}'")
    return engine


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
    return {one.name: _plain(getattr(row, one.name)) for one in fields(row)}


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return number_of(value)
    return _utc(value) if isinstance(value, datetime) else value


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} is without a zone")
    return moment.astimezone(UTC).replace(tzinfo=None)
