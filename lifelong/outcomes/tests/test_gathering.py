"""Facts say of a matter, an order and a concession what the numbers need to tell them apart."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lifelong.commerce.tests.building import order, take
from lifelong.concessions.models import Concession
from lifelong.concessions.tests.building import bought, given, holder, level, wish
from lifelong.conversations.actions.closing import close
from lifelong.conversations.models import Contact, Resolution
from lifelong.conversations.tests.building import agent, incoming, receive_one, topic
from lifelong.lib import ids
from lifelong.lib.clock import stopped_at
from lifelong.outcomes import keeping
from lifelong.outcomes.counting import Counts, counts
from lifelong.outcomes.facts import number_of
from lifelong.plays.models import PlayKind
from lifelong.plays.outreach.tests.parcels import DAY, HOUR, NOON, go_on, ours, outreach, reported
from lifelong.plays.outreach.tests.parcels import bought as parcel
from lifelong.plays.tests.building import play
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db


def written(place: Path, name: str) -> list[dict[str, Any]]:
    keeping.rebuild(place)
    facts = keeping.opened(place)
    assert facts is not None
    found: list[dict[str, Any]] = getattr(facts, name).to_pyarrow().to_pylist()
    return found


def test_who_was_drawn_for_retention_stands_in_the_files_in_that_arm(tmp_path: Path) -> None:
    with stopped_at(NOON):
        shop = play(PlayKind.RETENTION, holdout=100, at=ours())
        keeping.refresh(tmp_path)
        for sender, text in (
            ("a@example.com", "Please cancel my order."),
            ("b@example.com", "Please cancel my order."),
            ("c@example.com", "You will hear from my lawyer."),
        ):
            receive_one(incoming(text, sender=sender), at=ours())
        settle()
    with stopped_at(NOON + DAY):
        assert keeping.refresh(tmp_path)
        # what comes later takes nobody out of their arm
        receive_one(incoming("I will call my lawyer.", sender="b@example.com"), at=ours())
        settle()
    with stopped_at(NOON + 2 * DAY):
        assert keeping.refresh(tmp_path)
    facts = keeping.opened(tmp_path)
    assert facts is not None
    assert counts(facts)[number_of(shop.id)] == Counts(3, held=2, owed=1, last_at=NOON)
    found = facts.cases.to_pyarrow().to_pylist()
    assert sorted(row["arm"] for row in found) == ["holdout", "holdout", "owed"]
    assert {row["touches"] for row in found} == {0}


def test_a_message_of_a_play_is_settled_by_nobody_until_somebody_answers_it(
    tmp_path: Path,
) -> None:
    with stopped_at(NOON):
        outreach()
        parcel()
        reported()
        settle()
    with stopped_at(NOON + HOUR):
        go_on()
    (row,) = written(tmp_path, "contacts")
    assert (row["begun_by"], row["closed_at"], row["resolution"]) == ("us", None, "")
    with stopped_at(NOON + DAY):
        came = receive_one(incoming("When?"), at=ours())
        assert came.contact == Contact.objects.get()
        close(came.contact, topic=topic(), by=agent(), reason="By phone")
    (row,) = written(tmp_path, "contacts")
    assert row["closed_at"] == (NOON + DAY).replace(tzinfo=None)
    assert row["resolution"] == "solved"


@pytest.mark.parametrize(("late", "is_due"), [(False, False), (True, True)])
def test_what_was_overdue_when_it_was_combined_fell_due(
    late: bool, is_due: bool, tmp_path: Path
) -> None:
    with stopped_at(NOON):
        contact = receive_one().contact
    assert contact.first_due_at is not None
    wait = timedelta(minutes=1 if late else -1)
    with stopped_at(contact.first_due_at + wait):
        close(contact, topic=None, by=agent(), resolution=Resolution.COMBINED)
    (row,) = written(tmp_path, "contacts")
    assert (row["due_at"] is not None) is is_due


def test_what_was_sent_again_for_nothing_is_no_order(tmp_path: Path) -> None:
    take(order("1"))
    take(order("2", reship_for=ids.new_id()))
    assert sorted(row["kind"] for row in written(tmp_path, "orders")) == ["order", "reship"]


def test_a_concession_says_its_currency(tmp_path: Path) -> None:
    given(wish(bought(), 500), by=holder(level(1, 1000)))
    Concession.objects.update(currency="USD", due=False)
    assert [row["currency"] for row in written(tmp_path, "concessions")] == ["USD"]
