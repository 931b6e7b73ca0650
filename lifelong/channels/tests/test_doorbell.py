"""What was kept wakes the intake, without a word in the transaction that keeps it."""

import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lifelong.channels import doorbell
from lifelong.channels.actions.delivering import keep
from lifelong.channels.doorbell import ARRIVALS


@pytest.fixture
def intake() -> Iterator[psycopg.Connection]:
    """As the intake listens, on a line of its own."""
    with doorbell._line() as line:
        line.execute(f"LISTEN {ARRIVALS}")
        # what the test before has rung
        while hears(line, within=0.2):
            pass
        yield line


def hears(line: psycopg.Connection, *, within: float) -> bool:
    return any(True for _one in line.notifies(timeout=within, stop_after=1))


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_wakes_the_intake(intake: psycopg.Connection) -> None:
    with CaptureQueriesContext(connection) as asked:
        keep("twilio", body=b"Hello", envelope={})
    assert not [one for one in asked if "notify" in one["sql"]]
    assert hears(intake, within=20)


@pytest.mark.django_db(transaction=True)
def test_it_is_woken_when_the_delivery_is_there_to_be_seen(intake: psycopg.Connection) -> None:
    with transaction.atomic():
        keep("twilio", body=b"Hello", envelope={})
        assert not hears(intake, within=0.3)
    assert hears(intake, within=20)


@pytest.mark.django_db(transaction=True)
def test_a_bell_whose_line_was_cut_sounds_again(intake: psycopg.Connection) -> None:
    doorbell.ring()
    assert hears(intake, within=20)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'lifelong doorbell'"
            " AND query LIKE 'SELECT%%'"
        )
        assert cursor.fetchone() == (1,)
    doorbell.ring()
    assert hears(intake, within=20)


@pytest.mark.django_db(transaction=True)
def test_a_process_has_one_bell(intake: psycopg.Connection) -> None:
    for _one in range(50):
        doorbell.ring()
    assert hears(intake, within=20)
    names = [one.name for one in threading.enumerate()]
    assert names.count("doorbell") == 1
