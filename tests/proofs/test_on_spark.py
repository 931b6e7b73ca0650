"""The same expressions give the same numbers on Spark as on DuckDB: whoever outgrows one machine
takes the definitions along. Where Spark or Java is not installed nothing is proved."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import ibis
import pytest
from ibis.expr.types import Table

from lifelong.outcomes.comparing import Outcome, by_day, drawn
from lifelong.outcomes.counting import counts
from lifelong.outcomes.ledgers import attributed
from lifelong.outcomes.period import Period
from lifelong.outcomes.tests.histories import ZONE, History
from lifelong.outcomes.tests.test_comparing import PLAY, with_cases
from lifelong.outcomes.tests.test_measures import PARTED, PERIODS, costs

HERE = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
pytestmark = [
    pytest.mark.proof,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not HERE, reason="Spark and Java are not both installed"),
    # Spark's own, about libraries newer than it
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[ibis.BaseBackend]:
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder: Any = SparkSession.builder
    session = (
        builder.master("local[2]")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "1g")
        .getOrCreate()
    )
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.fixture(scope="module")
def history() -> History:
    return with_cases(Random(5))


def rows(table: Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return sorted(found, key=repr)


def test_the_numbers_and_the_ledger_are_the_same_on_both(
    history: History, spark: ibis.BaseBackend, tmp_path: Path
) -> None:
    here, there = history.open(tmp_path), history.open(tmp_path, spark)
    period = Period(*PERIODS[0], ZONE)
    assert rows(costs(there, period)) == rows(costs(here, period))
    for measure in PARTED.values():
        assert rows(measure(there, period)) == rows(measure(here, period)), measure
        assert rows(measure(there, period, by="topic_id")) == rows(
            measure(here, period, by="topic_id")
        ), measure
    assert attributed(there, period, currency="EUR") == attributed(here, period, currency="EUR")


def test_what_a_play_changed_is_the_same_on_both(
    history: History, spark: ibis.BaseBackend, tmp_path: Path
) -> None:
    here, there = history.open(tmp_path), history.open(tmp_path, spark)
    assert drawn(there, PLAY, holdout=20) == drawn(here, PLAY, holdout=20) != (0, 0)
    assert counts(there) == counts(here) != {}
    for outcome in Outcome:
        on_both = [
            by_day(facts, UUID(int=PLAY.int), outcome, holdout=20, currency="EUR")
            for facts in (here, there)
        ]
        assert on_both[0] == on_both[1] != []
