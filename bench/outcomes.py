"""The five numbers and the attributed ledger over a big shop's years, from Parquet.

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


def measure() -> Result:
    with tempfile.TemporaryDirectory(prefix="lifelong-bench-") as name:
        begin = time.monotonic()
        _make(Path(name))
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

    facts = open_facts(Path(folder), seen_until=BEGIN + timedelta(days=731))
    period = Period(date(2024, 1, 1), date(2025, 12, 1), ZoneInfo("Europe/Berlin"))
    seconds, values = {}, {}
    for name in (
        "contact_rate", "answered_in_time", "settled_once", "cost_per_settled", "repurchase",
    ):  # fmt: skip
        begin = time.monotonic()
        (row,) = getattr(measures, name)(facts, period).to_pyarrow().to_pylist()
        seconds[name], values[name] = time.monotonic() - begin, row["value"]
    begin = time.monotonic()
    values["attributed"] = attributed(facts, period, currency="EUR").orders
    seconds["attributed"] = time.monotonic() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "values": values, "megabytes": round(peak)}))


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


def _make(folder: Path) -> None:
    """Drawn by DuckDB itself, month by month, in the columns of `facts`."""
    import duckdb

    contacts, orders = dial("contacts", CONTACTS) // MONTHS, dial("orders", ORDERS) // MONTHS
    people = max(1, orders * MONTHS // 2)
    engine = duckdb.connect()
    engine.execute("select setseed(0.5)")
    for number in range(MONTHS):
        first = date(2024 + number // 12, number % 12 + 1, 1)
        for table, query in (("orders", _ORDERS), ("contacts", _CONTACTS), ("costs", _COSTS)):
            (folder / table).mkdir(exist_ok=True)
            rows = {"orders": orders, "contacts": contacts, "costs": 100}[table]
            drawn = query.format(first=first, rows=rows, people=people, orders=orders * MONTHS)
            path = folder / table / f"{first:%Y-%m}.parquet"
            engine.execute(f"copy ({drawn}) to '{path}' (format parquet, compression zstd)")


_ID = "lpad(cast(cast(floor(random() * {many}) as bigint) as varchar), 36, '{kind}0000000-')"
_SOMEBODY = _ID.format(many="{people}", kind="a")
_MOMENT = "timestamp '{first}' + to_microseconds(cast(random() * 2400000000000 as bigint))"
_ORDERS = f"""
    select cast(uuid() as varchar) as order_id, {_SOMEBODY} as customer_id, {_MOMENT} as placed_at,
        case when random() < 0.97 then 'order' else 'reship' end as kind, random() < 0.95 as paid,
        false as is_test, cast(random() * 20000 as bigint) as total,
        case when random() < 0.1 then 20000 else 0 end as refunded
    from range({{rows}})
"""
_CONTACTS = f"""
    select *, cast(closed_at as date) as closed_on, cast(null as timestamp) as reopened_at,
        'solved' as resolution, random() < 0.3 as confirmed
    from (
        select *, opened_at + interval 8 hours as due_at,
            opened_at + to_minutes(cast(random() * 600 as bigint)) as first_reply_at,
            opened_at + to_minutes(cast(random() * 6000 as bigint)) as closed_at
        from (
            select cast(uuid() as varchar) as contact_id, {_SOMEBODY} as customer_id,
                case when random() < 0.6 then {_ID.format(many="{orders}", kind="b")} end
                    as order_id,
                {_ID.format(many="30", kind="c")} as topic_id, 'email' as channel,
                'customer' as begun_by, {_MOMENT} as opened_at
            from range({{rows}})
        )
    )
"""
_COSTS = """
    select cast(timestamp '{first}' as date) + cast(range % 28 as integer) as day, 'wage' as kind,
        cast(uuid() as varchar) as agent_id, cast(28800 as bigint) as paid_seconds,
        cast(20000 as bigint) as amount
    from range({rows})
"""
