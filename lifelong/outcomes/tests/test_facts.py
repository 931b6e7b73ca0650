from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from lifelong.outcomes.facts import ContactFact, OrderFact, open_facts, write_month
from lifelong.outcomes.tests.histories import SEEN_UNTIL, ZONE, made_up

MARCH = [one for one in made_up(Random(1)).orders if f"{one.placed_at:%Y-%m}" == "2026-03"]


def count(folder: Path) -> int:
    return int(open_facts(folder, seen_until=SEEN_UNTIL).orders.count().to_pyarrow().as_py())


def test_a_month_written_again_is_replaced(tmp_path: Path) -> None:
    write_month(tmp_path, OrderFact, "2026-03", MARCH)
    write_month(tmp_path, OrderFact, "2026-03", MARCH[:5])
    assert count(tmp_path) == 5


def test_a_month_whose_writing_failed_stays_as_it_was(tmp_path: Path) -> None:
    write_month(tmp_path, OrderFact, "2026-03", MARCH)
    stray = replace(MARCH[0], placed_at=datetime(2026, 4, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="not of the orders"):
        write_month(tmp_path, OrderFact, "2026-03", [*MARCH[:3], stray])
    assert count(tmp_path) == len(MARCH)


def test_a_month_is_one_of_utc(tmp_path: Path) -> None:
    late = replace(MARCH[0], placed_at=datetime(2026, 4, 1, 1, tzinfo=ZONE))
    write_month(tmp_path, OrderFact, "2026-03", [late])
    assert count(tmp_path) == 1


def test_a_fact_of_another_kind_is_loud(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not of the contacts"):
        write_month(tmp_path, ContactFact, "2026-03", MARCH[:1])


def test_a_moment_without_a_zone_is_loud(tmp_path: Path) -> None:
    bare = replace(MARCH[0], placed_at=datetime(2026, 3, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        write_month(tmp_path, OrderFact, "2026-03", [bare])
