from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from lifelong.channels.models import Connection, Delivery
from lifelong.channels.tests.building import brand
from lifelong.connectors import registry
from lifelong.connectors.connector import Connector
from lifelong.connectors.hooks import Forged, Hook, Knock

pytestmark = pytest.mark.django_db


def _verify(knock: Knock, secrets: dict[str, Any]) -> None:
    if knock.headers.get("x-secret") != secrets["secret"]:
        raise Forged("The secret is wrong.")


@pytest.fixture(autouse=True)
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made: Connector[Any] = Connector(
        read=lambda delivery: delivery,
        take=lambda read: [],
        hook=Hook(
            door=Connection,
            verify=_verify,
            envelope=lambda knock: {"topic": knock.headers.get("x-topic", "")},
        ),
    )
    monkeypatch.setitem(registry.CONNECTORS, "vendor", made)
    yield


@pytest.fixture
def connection() -> Connection:
    return Connection.objects.create(
        brand=brand(), name="A shop", connector="vendor", secrets={"secret": "s3cret"}
    )


def _post(connection: Connection, secret: str, path: str = "") -> Any:
    return Client(enforce_csrf_checks=True).post(
        path or f"/hooks/vendor/{connection.key}",
        data=b'{"a": 1}',
        content_type="application/json",
        headers={"x-secret": secret, "x-topic": "orders/create"},
    )


def test_what_a_vendor_says_is_kept_raw_before_it_is_answered(connection: Connection) -> None:
    assert _post(connection, "s3cret").status_code == 200
    kept = Delivery.objects.get()
    assert (kept.connector, kept.connection_id, kept.state) == (
        "vendor", connection.id, "unprocessed",
    )  # fmt: skip
    assert (bytes(kept.body), kept.envelope) == (b'{"a": 1}', {"topic": "orders/create"})


def test_a_forgery_is_refused_counted_and_not_stored(connection: Connection) -> None:
    answer = _post(connection, "guessed")
    assert (answer.status_code, answer.content) == (403, b"The secret is wrong.")
    connection.refresh_from_db()
    assert (connection.refused, connection.refused_why) == (1, "The secret is wrong.")
    assert connection.refused_at is not None and not Delivery.objects.exists()


@pytest.mark.parametrize("path", ["/hooks/vendor/guessed", "/hooks/nobody/guessed"])
def test_where_there_is_no_door_nothing_is_kept(connection: Connection, path: str) -> None:
    assert _post(connection, "s3cret", path).status_code == 404
    assert not Delivery.objects.exists()


def test_a_door_that_was_shut_takes_nothing_more(connection: Connection) -> None:
    Connection.objects.update(is_active=False)
    assert _post(connection, "s3cret").status_code == 404


def test_only_posts_are_taken(connection: Connection) -> None:
    assert Client().get(f"/hooks/vendor/{connection.key}").status_code == 405
