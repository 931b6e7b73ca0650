"""10,000 bodies of each tracking feed that went wrong on their way: nothing breaks or is lost."""

from typing import Any

import pytest
from django.test import Client

from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Connection, DeliveryState
from lifelong.commerce.tests.building import connection, order, shipment, take
from lifelong.connectors.aftership.tests import recorded as aftership
from lifelong.connectors.carriers.tests import recorded as carriers
from lifelong.connectors.easypost.tests import recorded as easypost
from lifelong.connectors.shippo.tests import recorded as shippo
from lifelong.connectors.tests.recording import Recorded
from tests.proofs.mutations import json_mutations, nothing_is_lost, raw_mutations

pytestmark = pytest.mark.django_db(transaction=True)

FEEDS: dict[str, Recorded] = {
    "aftership": aftership.RECORDED,
    "easypost": easypost.RECORDED,
    "shippo": shippo.RECORDED,
}


@pytest.mark.parametrize("vendor", FEEDS)
def test_200_mutated_bodies_of_a_feed(vendor: str) -> None:
    all_find_their_end(vendor, 200)


@pytest.mark.proof
@pytest.mark.timeout(900)
@pytest.mark.parametrize("vendor", FEEDS)
def test_10_000_mutated_bodies_of_a_feed(vendor: str) -> None:
    all_find_their_end(vendor, 10_000)


def test_200_mutated_answers_of_carriers() -> None:
    all_answers_find_their_end(200)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_10_000_mutated_answers_of_carriers() -> None:
    all_answers_find_their_end(10_000)


def all_find_their_end(vendor: str, count: int) -> None:
    recorded, client = FEEDS[vendor], Client()
    door: Any = recorded.door()
    # its number is known, so that what is understood goes all the way
    take(order())
    take(shipment())
    Connection.objects.filter(pk=door.pk).update(brand=connection().brand)
    assert recorded.sign is not None
    path = f"/hooks/{vendor}/{door.key}"
    for body in json_mutations([one.body for one in recorded.bodies], count=count):
        answer = client.post(
            path + (recorded.token and f"?{recorded.token}"),
            data=body,
            content_type="application/json",
            headers=recorded.sign(path, body, door),
        )
        assert answer.status_code == 200, body[:500]
    states = nothing_is_lost(count)
    assert states[DeliveryState.PARKED] > count / 10
    assert states[DeliveryState.STORED] > count / 10


def all_answers_find_their_end(count: int) -> None:
    door = carriers.account()
    said, kept = carriers.RECORDED.bodies, 0
    per = count // len(said)
    for one in said:
        for body in raw_mutations([one.body], count=per):
            keep("carriers", body=body, envelope=one.beside, at=door)
            kept += 1
    states = nothing_is_lost(kept)
    assert states[DeliveryState.PARKED] > kept / 10
