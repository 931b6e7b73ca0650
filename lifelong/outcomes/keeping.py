"""Keeping the files in step with the database: what changed is written into its months, and all
of it can be written anew.

`<month>.parquet` is ours to replace; a file of another name in the same folder, such as a past
that came from elsewhere, is read with it and left alone.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyarrow
import pyarrow.compute
from django.conf import settings
from django.db import connection
from pyarrow import parquet

from lifelong.lib import clock
from lifelong.outcomes import changes, spending
from lifelong.outcomes.currency import reporting_currency
from lifelong.outcomes.facts import (
    KINDS,
    CostFact,
    Fact,
    Facts,
    ReviewFact,
    lay_down,
    month_of,
    number_of,
    open_facts,
    schema,
    table_of,
    write_month,
)
from lifelong.outcomes.gathering import SOURCES, Source, span, within

#: a change may have been committed so long after its moment in the log
LATE = timedelta(hours=1)
#: what the log says nothing of is written anew for so many months
ANEW = 2
#: of the whole installation: one writes at a time
_LOCK = 0x6661637473


def folder() -> Path:
    return Path(settings.FACTS_ROOT)


def seen_until(place: Path) -> datetime | None:
    """Up to when all that happened is in the files; None while there are none."""
    try:
        said = json.loads((place / "seen.json").read_text())
        return datetime.fromisoformat(said["until"])
    except FileNotFoundError:
        return None


def opened(place: Path | None = None) -> Facts | None:
    """None while nothing was written."""
    place = place or folder()
    until = seen_until(place)
    return open_facts(place, seen_until=until) if until else None


def refresh(place: Path | None = None) -> bool:
    """Write what has changed since the last time, or all of it the first time. False, and nothing
    done, while somebody else writes."""
    place = place or folder()
    with _alone() as mine:
        if mine:
            since, now = seen_until(place), clock.now()
            if since is None:
                _write_all(place, now)
            else:
                _write_changes(place, since - LATE, now)
            note_seen(place, now)
        return mine


def rebuild(place: Path | None = None) -> bool:
    """Write all of it anew. Readers see each month as it was or as it is."""
    place = place or folder()
    with _alone() as mine:
        if mine:
            now = clock.now()
            _write_all(place, now)
            note_seen(place, now)
        return mine


def _write_all(place: Path, now: datetime) -> None:
    for kind, source in SOURCES.items():
        lasted = span(source)
        written = set(_months(*lasted)) if lasted else set()
        for month in sorted(written):
            _write_anew(place, kind, source, month)
        _remove_others(place, kind, written)
    first = spending.earliest()
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC) if first else None
    months = list(_months(begin, now)) if begin else []
    for month in months:
        _write_costs(place, month, now)
    _remove_others(place, CostFact, set(months))


def _write_changes(place: Path, since: datetime, now: datetime) -> None:
    told = changes.changed(since)
    recent = list(_months(now, now, before=ANEW - 1))
    for kind, source in SOURCES.items():
        _merge(place, kind, source, told[source.told_as])
    for month in recent:
        _write_anew(place, ReviewFact, SOURCES[ReviewFact], month)
        _write_costs(place, month, now)


def _write_anew(place: Path, kind: type[Fact], source: Source, month: str) -> None:
    begin, end = _bounds(month)
    ids = within(source, begin, end)
    rows = [row for some in changes.batches(ids) for row in source.gather(some)]
    write_month(place, kind, month, rows)


def _merge(place: Path, kind: type[Fact], source: Source, ids: Collection[UUID]) -> None:
    """Put these rows, as they are now, into their months in place of what stood there. A row that
    is no longer a fact, or stands in another month now, is taken out of where it was."""
    months: dict[str, list[Fact]] = {}
    for some in changes.batches(sorted(ids)):
        for row in source.gather(some):
            months.setdefault(month_of(row.at), []).append(row)
    numbers = pyarrow.array([number_of(one) for one in ids], pyarrow.int64())
    key = schema(kind).names[0]
    for path in _own_files(place, kind):
        if ids and path.stem not in months and _has_any(path, key, numbers):
            months[path.stem] = []
    for month, rows in months.items():
        path = place / KINDS[kind] / f"{month}.parquet"
        table = table_of(kind, month, rows)
        if path.exists():
            stood = parquet.read_table(path, schema=schema(kind))
            keep = pyarrow.compute.invert(pyarrow.compute.is_in(stood[key], value_set=numbers))
            table = pyarrow.concat_tables([stood.filter(keep), table])
        lay_down(path, table)


def _has_any(path: Path, key: str, numbers: pyarrow.Array) -> bool:
    stood = parquet.read_table(path, columns=[key])[key]
    found = pyarrow.compute.any(pyarrow.compute.is_in(stood, value_set=numbers)).as_py()
    return bool(found)


def _write_costs(place: Path, month: str, now: datetime) -> None:
    begin, end = _bounds(month)
    until = min(end.date(), now.date() + timedelta(days=1))
    rows = spending.costs(begin.date(), until, currency=reporting_currency())
    write_month(place, CostFact, month, rows)


def _remove_others(place: Path, kind: type[Fact], months: Collection[str]) -> None:
    for path in _own_files(place, kind):
        if path.stem not in months:
            path.unlink()


def _own_files(place: Path, kind: type[Fact]) -> list[Path]:
    return sorted((place / KINDS[kind]).glob("????-??.parquet"))


def _months(since: datetime, until: datetime, *, before: int = 0) -> Iterator[str]:
    """From the month of one moment, or so many before it, to that of the other."""
    begin, last = since.astimezone(UTC), until.astimezone(UTC)
    number = begin.year * 12 + begin.month - 1 - before
    while number <= last.year * 12 + last.month - 1:
        yield f"{number // 12:04}-{number % 12 + 1:02}"
        number += 1


def _bounds(month: str) -> tuple[datetime, datetime]:
    begin = date.fromisoformat(f"{month}-01")
    after = (begin + timedelta(days=32)).replace(day=1)
    return (
        datetime(begin.year, begin.month, 1, tzinfo=UTC),
        datetime(after.year, after.month, 1, tzinfo=UTC),
    )


def note_seen(place: Path, until: datetime) -> None:
    """Up to when all that happened is in the files."""
    unfinished = place / "seen.unfinished"
    place.mkdir(parents=True, exist_ok=True)
    unfinished.write_text(json.dumps({"until": until.isoformat()}))
    unfinished.replace(place / "seen.json")


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (mine,) = cursor.fetchone() or (False,)
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
