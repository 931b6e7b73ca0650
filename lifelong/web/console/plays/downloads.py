"""The figures of a page, to take along: as CSV, or as Parquet."""

import csv
import io
from collections.abc import Sequence
from math import isinf
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from lifelong.accounts.policy import Verb
from lifelong.lib.errors import Refused
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.plays import figures
from lifelong.web.console.plays.earned import (
    caused_rows,
    first_brand,
    must_work_for_all,
    period_of,
)
from lifelong.web.console.plays.forms import PeriodForm
from lifelong.web.console.plays.plays import find

Row = dict[str, Any]


class NoSuchPeriod(Refused):
    """A file of other days than were asked for would be taken for theirs."""

    code = "no-such-period"
    status = 422


@door("GET", needs=Verb.SEE_OUTCOMES)
def effects(request: ConsoleRequest, play_id: UUID, form: str) -> HttpResponse:
    """Every look at every outcome. Shares are of 1, revenue is in minor units."""
    play, seen = find(play_id, visible_to=request.caller), figures.seen_until()
    looked_at = figures.report_of(play, seen).effects.values() if seen else ()
    rows = [
        {
            "outcome": effect.outcome.value,
            "day": look.day.isoformat(),
            "effect": look.interval.effect,
            "low": None if isinf(look.interval.low) else look.interval.low,
            "high": None if isinf(look.interval.high) else look.interval.high,
        }
        for effect in looked_at
        for look in effect.looks
    ]
    return _file(rows, ("outcome", "day", "effect", "low", "high"), "effects", form)


@door("GET", needs=Verb.SEE_OUTCOMES)
def earned(request: ConsoleRequest, form: str) -> HttpResponse:
    """Both ledgers and the five numbers with their parts, one figure a row, each named."""
    must_work_for_all(request.caller)
    names = ("first", "until", "what", "figure", "value", "currency")
    seen, brand = figures.seen_until(), first_brand()
    if seen is None or brand is None:
        return _file([], names, "earned", form)
    asked = PeriodForm(request.GET if "first" in request.GET else None)
    if asked.is_bound and not asked.is_valid():
        raise NoSuchPeriod(" ".join(str(one) for some in asked.errors.values() for one in some))
    first, until = period_of(asked, brand)
    found = figures.earned_of(brand, first, until, seen)
    rows = [
        _figure("attributed", "orders", found.attributed.orders),
        _figure("attributed", "revenue", found.attributed.revenue.amount),
    ]
    for one in caused_rows(found, seen, visible_to=request.caller):
        for name, amount in (("revenue", one.revenue), ("low", one.low), ("high", one.high)):
            value = amount.amount if amount else None
            rows.append(_figure(f"caused by {one.name}", name, value))
    for number in found.numbers:
        rows.append(_figure(number.name, "value", number.value))
        rows.extend(_figure(number.name, key, value) for key, value in number.parts.items())
    for row in rows:
        row |= {"first": first.isoformat(), "until": until.isoformat(), "currency": found.currency}
    return _file(rows, names, "earned", form)


def _figure(what: str, name: str, value: float | None) -> Row:
    return {"what": what, "figure": name, "value": None if value is None else float(value)}


def _file(rows: Sequence[Row], names: Sequence[str], name: str, form: str) -> HttpResponse:
    body, kind = (_csv(rows, names), "text/csv") if form == "csv" else _parquet(rows, names)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _csv(rows: Sequence[Row], names: Sequence[str]) -> bytes:
    into = io.StringIO()
    written = csv.DictWriter(into, names)
    written.writeheader()
    written.writerows(rows)
    return into.getvalue().encode()


def _parquet(rows: Sequence[Row], names: Sequence[str]) -> tuple[bytes, str]:
    import pyarrow
    from pyarrow import parquet

    into = io.BytesIO()
    table = pyarrow.table({key: [row[key] for row in rows] for key in names})
    parquet.write_table(table, into)
    return into.getvalue(), "application/vnd.apache.parquet"
