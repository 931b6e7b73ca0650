"""What is filled, and when: an empty installation alone, and always the same."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import transaction

from lifelong.accounts.models import Agent, Role
from lifelong.commerce.models import Order, OrderItem
from lifelong.conversations.models import Entry
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.plays.models import PlayKind
from lifelong.simulation.demo import fill_once

#: in the weeks before Christmas
NOW = datetime(2026, 12, 13, 9, 5, tzinfo=UTC)


@pytest.mark.django_db
def test_a_real_installation_is_left_alone() -> None:
    Agent.objects.create(email="ada@shop.example", name="Ada", roles=[Role.ADMIN])
    assert not fill_once()
    assert Agent.objects.count() == 1


@pytest.mark.proof
@pytest.mark.django_db
def test_the_same_seed_makes_the_same_world() -> None:
    assert _digest() == _digest()


def _digest() -> str:
    """Of names, orders and words."""
    with transaction.atomic(), clock.stopped_at(NOW):
        fill_once()
        found = hashlib.sha256()
        for rows in (
            Customer.objects.order_by("id").values_list("id", "name", "made_at"),
            Order.objects.order_by("number").values_list("number", "email", "total", "placed_at"),
            OrderItem.objects.order_by("order__number", "place").values_list("title", "quantity"),
            # follow-ups draw whom they ask anew in each world, and their links cannot be guessed
            Entry.objects.exclude(details__play=PlayKind.FOLLOW_UP)
            .exclude(text="")
            .order_by("placed_at", "text")
            .values_list("text", "placed_at"),
        ):
            found.update(repr(list(rows)).encode())
        transaction.set_rollback(True)
    return found.hexdigest()
