"""The five numbers and the attributed ledger over a big shop's years, from Parquet; beside them,
as `report`, what one play's page says.

In one process of its own, so that its memory is its own. The facts are made in bulk beforehand and
are not measured: every customer has two orders and a contact on average, over two years.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.dials import dial
from bench.result import Result
from bench.saying import say

TARGET_S = 10
MOST_MB = 4096
CONTACTS = 5_000_000
ORDERS = 10_000_000
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
MONTHS = 24
PLAY = UUID(int=7)


def measure() -> Result:
    with tempfile.TemporaryDirectory(prefix="lifelong-bench-") as name:
        begin = time.monotonic()
        make(Path(name))
        say(f"made in {time.monotonic() - begin:.0f} s")
        found = json.loads(_apart(name))
    seconds = sum(found["seconds"].values())
    return Result(
        value=seconds,
        unit="s",
        target=TARGET_S,
        met=seconds <= TARGET_S and found["megabytes"] <= MOST_MB,
        extra={"megabytes": found["megabytes"], "megabytes_target": MOST_MB, "detail": found},
    )


def reckon(folder: str) -> None:
    """In a process of its own: prints {seconds: {name: s}, values: {name: value}, megabytes}."""
    from lifelong.outcomes import measures
    from lifelong.outcomes.facts import open_facts
    from lifelong.outcomes.ledgers import attributed
    from lifelong.outcomes.period import Period
    from lifelong.outcomes.reports import report
    from lifelong.plays.models import Play

    facts = open_facts(Path(folder), seen_until=BEGIN + timedelta(days=731))
    period = Period(date(2024, 1, 1), date(2025, 12, 1), ZoneInfo("Europe/Berlin"))
    seconds, values = {}, {}
    for name in (
        "contact_rate", "answered_in_time", "settled_once", "cost_per_settled", "repurchase",
    ):  # fmt: skip
        begin = time.monotonic()
        amounts = {"currency": "EUR"} if name == "cost_per_settled" else {}
        (row,) = getattr(measures, name)(facts, period, **amounts).to_pyarrow().to_pylist()
        seconds[name], values[name] = time.monotonic() - begin, row["value"]
    begin = time.monotonic()
    values["attributed"] = attributed(facts, period, currency="EUR").orders
    seconds["attributed"] = time.monotonic() - begin
    play = Play(id=PLAY, holdout=10)
    begin = time.monotonic()
    values["drawn"] = report(facts, play, currency="EUR").treated
    reported = time.monotonic() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"seconds": seconds, "report": reported, "values": values, "megabytes": round(peak)}
    print(json.dumps(found))


def _apart(folder: str) -> str:
    code = "import django; django.setup(); from bench.outcomes import reckon; import sys;"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code} reckon(sys.argv[1])", folder],
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "lifelong.running.settings", "LIFELONG_HOME": folder},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return ran.stdout


def make(folder: Path) -> None:
    """Drawn by DuckDB itself, month by month, in the columns of `facts`."""
    import duckdb

    contacts, orders = dial("contacts", CONTACTS) // MONTHS, dial("orders", ORDERS) // MONTHS
    people = max(1, orders * MONTHS // 2)
    engine = duckdb.connect()
    engine.execute("select setseed(0.5)")
    for number in range(MONTHS):
        first = date(2024 + number // 12, number % 12 + 1, 1)
        for table, query in _TABLES.items():
            (folder / table).mkdir(exist_ok=True)
            rows = {"orders": orders, "costs": 100, "cases": contacts // 20}.get(table, contacts)
            drawn = query.format(first=first, rows=rows, people=people, orders=orders * MONTHS)
            path = folder / table / f"{first:%Y-%m}.parquet"
            engine.execute(f"copy ({drawn}) to '{path}' (format parquet, compression zstd)")
        (folder / "reopenings").mkdir(exist_ok=True)
        again = _REOPENINGS.format(path=folder / "contacts" / f"{first:%Y-%m}.parquet")
        path = folder / "reopenings" / f"{first:%Y-%m}.parquet"
        engine.execute(f"copy ({again}) to '{path}' (format parquet, compression zstd)")


#: any of so many; spread over all numbers, as ids are
_ANY = "cast(hash(cast(floor(random() * {many}) as bigint)) >> 1 as bigint)"
_NEW = "cast(hash(uuid()) >> 1 as bigint)"
_SOMEBODY = _ANY.format(many="{people}")
_MOMENT = "timestamp '{first}' + to_microseconds(cast(random() * 2400000000000 as bigint))"
_ORDERS = f"""
    select {_NEW} as order_id, {_SOMEBODY} as customer_id, {_MOMENT} as placed_at,
        case when random() < 0.97 then 'order' else 'reship' end as kind, random() < 0.95 as paid,
        false as is_test, 'EUR' as currency, cast(random() * 20000 as bigint) as total,
        case when random() < 0.1 then 20000 else 0 end as refunded
    from range({{rows}})
"""
_CONTACTS = f"""
    select *, cast(closed_at as date) as closed_on, 'solved' as resolution,
        random() < 0.3 as confirmed
    from (
        select *, opened_at + interval 8 hours as due_at,
            opened_at + to_minutes(cast(random() * 600 as bigint)) as first_reply_at,
            opened_at + to_minutes(cast(random() * 6000 as bigint)) as closed_at
        from (
            select {_NEW} as contact_id, {_SOMEBODY} as customer_id,
                case when random() < 0.6 then {_ANY.format(many="{orders}")} end
                    as order_id,
                {_ANY.format(many="30")} as topic_id, 'email' as channel,
                'customer' as begun_by, {_MOMENT} as opened_at
            from range({{rows}})
        )
    )
"""
_REOPENINGS = """
    select contact_id, customer_id, opened_at,
        closed_at + to_minutes(cast(random() * 20000 as bigint)) as reopened_at
    from '{path}' where random() < 0.1
"""
_COSTS = f"""
    select cast(timestamp '{{first}}' as date) + cast(range % 28 as integer) as day, 'wage' as kind,
        {_NEW} as agent_id, cast(28800 as bigint) as paid_seconds,
        cast(20000 as bigint) as amount
    from range({{rows}})
"""
_CASES = f"""
    select *, case when chance < 0.1 then 'holdout' else 'treatment' end as arm,
        cast(10 as bigint) as holdout, strftime(begun_at, '%Y') || '-Q' || quarter(begun_at)
            as season,
        cast(1 as bigint) as touches, begun_at as touched_at, cast(null as timestamp) as replied_at
    from (
        select {_NEW} as case_id, cast(7 as bigint) as play_id, {_SOMEBODY} as customer_id,
            {_MOMENT} as begun_at, random() as chance
        from range({{rows}})
    )
"""
_TABLES = {"orders": _ORDERS, "contacts": _CONTACTS, "costs": _COSTS, "cases": _CASES}
