"""Outreach: at most one message per incident, and per customer and day, through news that comes
again, out of order and at once, and workers that die."""

import random
import threading
import time
from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import Error, connection, connections

from lifelong.commerce.models import Incident
from lifelong.commerce.models import ShipmentState as State
from lifelong.conversations.models import Entry, EntryKind, Sending
from lifelong.lib import clock
from lifelong.lib.jobs import Unreachable
from lifelong.plays.actions.taking_steps import take_due_steps
from lifelong.plays.models import Case, PlayKind, Touch
from lifelong.plays.outreach.actions import setting_out
from lifelong.plays.outreach.playing import Outreach
from lifelong.plays.outreach.tests.parcels import HOUR, bought, outreach, reported
from lifelong.routing.tests.ground import run_a_job
from tests.proofs.shops import react

pytestmark = [pytest.mark.proof, pytest.mark.timeout(600), pytest.mark.django_db(transaction=True)]
PEOPLE, PARCELS, KILLS = 25, 60, 12


def test_each_trouble_is_told_once_whoever_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_out, "SETTLES", timedelta(0))
    seed = random.randrange(1 << 32)
    dice = random.Random(seed)
    outreach("delay", "lost")
    for n in range(PARCELS):
        bought(str(n), email=f"{n % PEOPLE}@example.com")
    news, now = news_of(dice), clock.now()
    over = threading.Event()
    parts = [news[n::3] for n in range(3)]
    tellers = [threading.Thread(target=tell, args=(part, now)) for part in parts]
    workers = [threading.Thread(target=work, args=(over,)) for _ in range(4)]
    for thread in (*tellers, *workers):
        thread.start()
    kill_some(dice)
    for thread in tellers:
        thread.join()
    time.sleep(1)
    over.set()
    for thread in workers:
        thread.join()
    # what a killed worker had begun is taken up again
    react()
    while take_due_steps(PlayKind.OUTREACH, Outreach()):
        pass
    try:
        told_once()
    except AssertionError as error:
        error.add_note(f"seed {seed}")
        raise


def news_of(dice: random.Random) -> list[tuple[str, State, timedelta, str]]:
    """Each of every parcel's reports three times, in no order."""
    found = []
    for n in range(PARCELS):
        for hours, state, cause in (
            (5, State.DELAYED, ""),
            (3, State.IN_TRANSIT, ""),
            (2, State.DELAYED, ""),
        ):
            found += [(str(n), state, hours * HOUR, cause)] * 3
        if n % 4 == 0:
            found += [(str(n), State.FAILED, HOUR, "lost")] * 3
    dice.shuffle(found)
    return found


def tell(news: list[tuple[str, State, timedelta, str]], now: datetime) -> None:
    """As of one moment, so that a copy is a copy."""
    try:
        for ref, state, ago, cause in news:
            for _try in range(20):
                try:
                    reported(ref, state, at=now - ago, cause=cause)
                    break
                except (Error, psycopg.Error, Unreachable):
                    connection.close()
    finally:
        connections.close_all()


def work(over: threading.Event) -> None:
    """A worker; where its connection was killed it is started again, as one would be."""
    while not over.is_set():
        try:
            if not run_a_job() and not take_due_steps(PlayKind.OUTREACH, Outreach(), most=7):
                time.sleep(0.01)
        except (Error, psycopg.Error, Unreachable):
            connection.close()
    connections.close_all()


def kill_some(dice: random.Random) -> None:
    """What a backend was doing is undone, as when its worker dies."""
    killed = 0
    for _ in range(20 * KILLS):
        if killed == KILLS:
            return
        time.sleep(dice.uniform(0.05, 0.5))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND state <> 'idle' ORDER BY random() LIMIT 1"
            )
            killed += cursor.rowcount
    raise AssertionError(f"only {killed} were killed")


def told_once() -> None:
    assert Case.objects.count() == Incident.objects.filter(pk__in=subjects()).count()
    per_case = Counter(Touch.objects.values_list("case", flat=True))
    assert set(per_case.values()) == {1}
    days: Counter[tuple[str, date]] = Counter()
    for customer_id, at in Touch.objects.values_list("customer", "at"):
        days[str(customer_id), at.date()] += 1
    assert set(days.values()) == {1}
    people = {customer_id for customer_id, _day in days}
    assert len(people) == PEOPLE, "everybody has a parcel in trouble, and heard of one"
    said = Entry.objects.filter(kind=EntryKind.MESSAGE_OUT)
    assert said.count() == Touch.objects.count() == Sending.objects.count()
    assert not Case.objects.exclude(touches=None).filter(step=0).exists()
    assert not Case.objects.filter(touches=None, step__gt=0).exists()


def subjects() -> list[UUID]:
    return list(Case.objects.values_list("subject", flat=True))
