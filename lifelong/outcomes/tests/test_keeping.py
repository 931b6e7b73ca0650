"""Facts that were kept up day by day are what one gets by writing all of them anew, and what a
plain account of what was done says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lifelong.channels.actions.timing import set_targets
from lifelong.channels.models import Brand, Channel
from lifelong.commerce.models import Product, Review
from lifelong.commerce.tests.building import order, taken
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.targeting import set_all_due_anew
from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import agent, endpoint, incoming, receive_one, topic
from lifelong.lib.clock import stopped_at
from lifelong.outcomes import keeping
from lifelong.outcomes.facts import KINDS, number_of
from lifelong.outcomes.tests.days import Days
from lifelong.plays.models import Case

pytestmark = pytest.mark.django_db
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.proof) for seed in (1, 2))]


def rows(place: Path, name: str) -> list[dict[str, Any]]:
    facts = keeping.opened(place)
    assert facts is not None
    found: list[dict[str, Any]] = getattr(facts, name).to_pyarrow().to_pylist()
    return sorted(found, key=repr)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_added_day_by_day_is_what_is_written_anew(seed: int, tmp_path: Path) -> None:
    days = Days(Random(seed), tmp_path / "daily")
    days.live(100 if seed else 90)
    # what lies further back than what is written anew each night changes too
    days.rest(timedelta(days=70))
    days.live(30)
    with stopped_at(days.now + timedelta(hours=1)):
        assert keeping.refresh(tmp_path / "daily")
        assert keeping.rebuild(tmp_path / "anew")
    for name in KINDS.values():
        found = rows(tmp_path / "anew", name)
        assert rows(tmp_path / "daily", name) == found, name
        assert found, name
    assert len(rows(tmp_path / "anew", "contacts")) == Contact.objects.count() > 3
    assert len(rows(tmp_path / "anew", "cases")) == Case.objects.count()
    assert "owed" in {row["arm"] for row in rows(tmp_path / "anew", "cases")}


@pytest.mark.parametrize("seed", SEEDS)
def test_facts_say_of_a_contact_what_was_done(seed: int, tmp_path: Path) -> None:
    days = Days(Random(seed + 10), tmp_path)
    days.live(120 if seed else 70)
    with stopped_at(days.now):
        keeping.refresh(tmp_path)
    found = {row["contact_id"]: row for row in rows(tmp_path, "contacts")}
    again = rows(tmp_path, "reopenings")
    for contact_id, told in days.told.items():
        number = number_of(contact_id)
        assert found[number]["closed_at"] == bare(told.closed_at)
        back = sorted(row["reopened_at"] for row in again if row["contact_id"] == number)
        assert back == [bare(one) for one in told.reopenings]
    assert again


def test_a_target_that_is_set_anew_is_in_the_files_the_next_day(tmp_path: Path) -> None:
    contact = receive_one().contact
    keeping.refresh(tmp_path)
    (before,) = rows(tmp_path, "contacts")
    with stopped_at(datetime.now(UTC) + timedelta(days=1)):
        inbox = contact.conversation.inbox
        set_targets(inbox, targets={Channel.EMAIL: timedelta(minutes=5)})
        set_all_due_anew(inbox.id)
        keeping.refresh(tmp_path)
    (after,) = rows(tmp_path, "contacts")
    assert after["due_at"] < before["due_at"]


def test_an_old_review_goes_to_whom_its_writer_is_joined_with(tmp_path: Path) -> None:
    other, one = (receive_one(incoming(sender=f"{n}@example.com")).contact for n in "ab")
    made = taken(order())
    product = Product.objects.create(connection=made.connection, ref="1")
    with stopped_at(datetime.now(UTC) + timedelta(days=100)):
        Review.objects.create(customer=other.customer, product=product, stars=5, at=other.opened_at)
        keeping.rebuild(tmp_path)
    with stopped_at(datetime.now(UTC) + timedelta(days=101)):
        join(one.customer, other.customer, by=agent())
        keeping.refresh(tmp_path)
    one.customer.refresh_from_db()
    other.customer.refresh_from_db()
    (row,) = rows(tmp_path, "reviews")
    assert one.customer.person_id == other.customer.person_id
    assert row["customer_id"] == number_of(other.customer.person_id)


def bare(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None


def test_a_day_after_the_clocks_were_changed_is_the_brands_own(tmp_path: Path) -> None:
    Brand.objects.filter(pk=endpoint().brand_id).update(zone="Europe/Berlin")
    # 22:30 in UTC: before the change half past eleven at night, after it half past midnight
    for day in (28, 29):
        with stopped_at(datetime(2026, 3, day, 22, 30, tzinfo=UTC)):
            contact = receive_one(incoming(sender=f"at{day}@example.com")).contact
            close(contact, topic=topic(), by=agent(), reason="By phone")
    keeping.rebuild(tmp_path)
    assert sorted(row["closed_on"].day for row in rows(tmp_path, "contacts")) == [28, 30]


def test_a_past_from_elsewhere_is_read_with_it_and_survives_a_rebuild(tmp_path: Path) -> None:
    receive_one()
    keeping.rebuild(tmp_path)
    own = next((tmp_path / "contacts").glob("*.parquet"))
    own.rename(own.with_name(f"{own.stem}-before.parquet"))
    keeping.rebuild(tmp_path)
    assert len(rows(tmp_path, "contacts")) == 2


def test_before_anything_was_written_there_are_no_facts(tmp_path: Path) -> None:
    assert keeping.opened(tmp_path) is None
