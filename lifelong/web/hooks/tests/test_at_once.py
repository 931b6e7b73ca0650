"""A usual knock is answered without a thread; any other goes to the view unread."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import RequestFactory

from lifelong.channels.doors import doors
from lifelong.channels.models import Connection, Delivery
from lifelong.channels.shelf import NotKept, Shelf
from lifelong.channels.tests.building import brand
from lifelong.connectors import registry
from lifelong.connectors.connector import Connector
from lifelong.connectors.hooks import Forged, Hook, Knock
from lifelong.lib.rates import Limit
from lifelong.web.hooks import at_once
from lifelong.web.hooks.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)
#: for a single knock
KNOCKED = Limit("1/day", "one hook")
BODY = b'{"a": 1}'


def _verify(knock: Knock, secrets: dict[str, Any]) -> None:
    if knock.headers.get("x-secret") != secrets["secret"] or knock.body != BODY:
        raise Forged("The secret is wrong.")


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Connection:
    """At which somebody has knocked a moment ago."""
    hook = Hook(
        door=Connection,
        verify=_verify,
        envelope=lambda knock: {"url": knock.url},
        answer=("text/xml", "<Response/>"),
    )
    made: Connector[Any] = Connector(
        read=lambda delivery: delivery, take=lambda read: [], hook=hook
    )
    monkeypatch.setitem(registry.CONNECTORS, "vendor", made)
    door = Connection.objects.create(
        brand=brand(), name="A shop", connector="vendor", secrets={"secret": "s3cret"}
    )
    doors().find(Connection, "vendor", door.key)
    return door


def environ(path: str, *, secret: str = "s3cret", method: str = "POST") -> dict[str, Any]:
    made = RequestFactory(headers={"x-secret": secret}).generic(
        method, path, BODY, content_type="application/json"
    )
    said: dict[str, Any] = made.environ | {"wsgi.input": io.BytesIO(BODY)}
    return said


def ask(environ: dict[str, Any]) -> tuple[str, bytes] | None:
    """In a thread: the test's own may have the browser's loop."""

    async def once() -> tuple[str, bytes] | None:
        at_once = AtOnce()
        try:
            return await at_once(environ)
        finally:
            await at_once.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, once()).result()


def test_a_usual_knock_is_kept_and_answered(door: Connection) -> None:
    assert ask(environ(f"/hooks/vendor/{door.key}?a=b")) == ("text/xml", b"<Response/>")
    kept = Delivery.objects.get()
    assert (kept.connector, kept.connection_id, bytes(kept.body)) == ("vendor", door.id, BODY)
    assert kept.envelope == {"url": f"http://testserver/hooks/vendor/{door.key}?a=b"}


def test_a_forgery_is_the_views_matter(door: Connection) -> None:
    asked = environ(f"/hooks/vendor/{door.key}", secret="guessed")
    assert ask(asked) is None and not Delivery.objects.exists()
    assert asked["wsgi.input"].read() == BODY


def test_a_door_that_has_to_be_looked_up_is_the_views_matter(door: Connection) -> None:
    doors.cache_clear()
    assert ask(environ(f"/hooks/vendor/{door.key}")) is None and not Delivery.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["/hooks/", "/hooks/vendor", "/hooks/vendor/guessed", "/hooks/nobody/guessed",
     "/hooks/files/guessed", "/hooks/vendor/guessed/more"],
)  # fmt: skip
def test_so_is_where_there_is_no_door(door: Connection, path: str) -> None:
    assert ask(environ(path)) is None


def test_so_is_what_is_no_post_and_what_is_long(
    door: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/hooks/vendor/{door.key}"
    assert ask(environ(path, method="GET")) is None
    monkeypatch.setattr(at_once, "SHORT", len(BODY) - 1)
    assert ask(environ(path)) is None


def test_so_is_who_knocks_too_often(door: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_once, "KNOCKS", Limit("1/day", "few hooks"))
    path = f"/hooks/vendor/{door.key}"
    assert ask(environ(path)) is not None
    assert ask(environ(path)) is None
    assert Delivery.objects.count() == 1


def test_so_is_a_door_at_which_too_many_are_refused(
    door: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgeries = Limit("1/day", "few forgeries")
    monkeypatch.setattr(at_once, "FORGERIES", forgeries)
    path = f"/hooks/vendor/{door.key}"
    assert ask(environ(path)) is not None
    forgeries.hit(door.key)
    assert ask(environ(path)) is None


def test_so_is_what_was_sent_to_a_name_that_is_not_ours(door: Connection, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["help.shop.example"]
    path = f"/hooks/vendor/{door.key}"
    assert ask(environ(path)) is None and not Delivery.objects.exists()
    assert ask(environ(path) | {"HTTP_HOST": "help.shop.example"}) is not None


def test_so_is_what_could_not_be_kept(door: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    async def down(_shelf: Shelf, _delivery: Delivery) -> None:
        raise NotKept("OperationalError")

    monkeypatch.setattr(Shelf, "put", down)
    monkeypatch.setattr(at_once, "KNOCKS", KNOCKED)
    asked = environ(f"/hooks/vendor/{door.key}")
    assert ask(asked) is None
    assert asked["wsgi.input"].read() == BODY
    # the view counts it
    assert not KNOCKED.is_used_up(door.key)
