"""How each door and the disk fare, as the health page says it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.delivering import keep
from lifelong.channels.actions.refusing import note_refusal
from lifelong.channels.models import Connection, Delivery, DeliveryState, Endpoint
from lifelong.channels.tests.building import brand, endpoint
from lifelong.commerce.models import Feed, Shipment
from lifelong.lib import clock
from lifelong.web.console.health import ports
from lifelong.web.console.health.door_rows import connection_rows
from lifelong.web.console.tests.health import (
    all_alive,
    answer,
    forget_jobs,
    seen,
)
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture(autouse=True)
def alive(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part is heard, and nothing is queued but what a test queues."""
    monkeypatch.setattr(ports, "parts", all_alive)
    forget_jobs()


@pytest.fixture
def admin(db: None) -> Knocking:
    return Knocking(agent(Role.ADMIN))


@pytest.fixture
def support(db: None) -> Endpoint:
    return endpoint("support@shop.example")


def test_whoever_is_refused_at_a_door_is_an_alarm_until_somebody_is_let_in(
    admin: Knocking, support: Endpoint
) -> None:
    keep("email", body=b"", envelope={}, at=support)
    note_refusal(support, why="Its signature is wrong.")
    Delivery.objects.update(state=DeliveryState.STORED)
    page = seen(admin)
    assert "What arrives for support@shop.example is refused." in answer(page)
    assert "“Its signature is wrong.”" in page
    keep("email", body=b"", envelope={}, at=support)
    Delivery.objects.update(state=DeliveryState.STORED)
    page = seen(admin)
    assert "Yes." in answer(page) and "Its signature is wrong." in page


def test_unusual_silence_is_said(admin: Knocking, support: Endpoint) -> None:
    for week in range(4):
        with clock.stopped_at(NOW - timedelta(days=7 * week, hours=1 if week else 2)):
            for _ in range(10):
                keep("email", body=b"", envelope={}, at=support)
    Delivery.objects.update(state=DeliveryState.STORED)
    page = seen(admin)
    assert "It is unusually quiet at support@shop.example." in answer(page)
    assert "What is unusual?" in page


def test_shops_and_carriers_have_a_row_of_their_own(admin: Knocking) -> None:
    of = brand("Oak & Iron")
    Connection.objects.create(brand=of, connector="shopify", name="Shop", settings={})
    shippo = Connection.objects.create(brand=of, connector="shippo", name="Parcels")
    Feed.objects.create(
        connection=shippo, heard_at=NOW - timedelta(days=20), failures=3, why="401 from Shippo"
    )
    page = seen(admin)
    assert "Shopify" in page and "Nothing has come yet" in page
    assert "401 from Shippo" in page and "no parcel is under way" in page
    assert "Oak" not in page, "where there is one brand it needs no name"
    brand("Tests")
    assert "Oak &amp; Iron" in seen(admin)


def test_a_feed_that_is_dead_is_wrong_by_its_own_rule(
    admin: Knocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    shippo = Connection.objects.create(brand=brand(), connector="shippo", name="Parcels")
    Feed.objects.create(connection=shippo, heard_at=NOW - timedelta(days=20))
    monkeypatch.setattr("lifelong.commerce.feeds._is_anything_under_way", lambda *_: True)
    assert connection_rows(_caller(admin))[0].gravity == 2
    assert "Parcels tells nothing of parcels." in answer(seen(admin))
    assert not Shipment.objects.exists()


def _caller(someone: Knocking) -> Any:
    from lifelong.accounts.policy import caller_for

    return caller_for(someone.person)


@pytest.mark.parametrize(
    ("free", "said"), [(200, "Yes."), (8, "Yes, but something"), (0.3, "No. The disk")]
)
def test_a_disk_that_is_nearly_full_is_said(
    free: float, said: str, admin: Knocking, support: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(total=300 * 10**9, free=int(free * 10**9))
    monkeypatch.setattr("shutil.disk_usage", lambda _place: usage)
    page = seen(admin)
    assert said in answer(page) and "of 300 GB free" in page
