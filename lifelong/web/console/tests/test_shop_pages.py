"""Connecting a shop, as an admin does it."""

import re
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Connection
from lifelong.channels.tests.building import brand
from lifelong.connectors.shopify.shops import secrets_of, settings_of
from lifelong.connectors.shopify.tests.building import SECRET, order_body
from lifelong.connectors.tests.shop import knock, send
from lifelong.events.models import Event
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Knocking:
    return Knocking(agent(Role.ADMIN))


def said(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Lantern & Co", "domain": "lantern.myshopify.com", "secret": SECRET,
        "access_token": "shpat_1", "is_active": "on", **changes,
    }  # fmt: skip


def connected(admin: Knocking) -> Connection:
    admin.do("/settings/shops", **said(brand=str(brand().id)))
    return Connection.objects.get()


def test_a_shop_is_connected_and_its_address_works(admin: Knocking) -> None:
    page = admin.do("/settings/shops", **said(brand=str(brand().id)))
    made = Connection.objects.get()
    assert (made.connector, settings_of(made).api_url) == (
        "shopify", "https://lantern.myshopify.com",
    )  # fmt: skip
    found = re.search(r"http://testserver(/hooks/shopify/[\w-]+)", page)
    assert found and found[1] == f"/hooks/shopify/{made.key}"
    assert knock(made, "orders/create", order_body()).status_code == 200
    assert Event.objects.filter(name="ConnectionMade").exists()


def test_secrets_are_never_shown_and_stay_when_left_empty(admin: Knocking) -> None:
    made = connected(admin)
    page = admin.do(f"/settings/shops/{made.id}", **said(secret="", access_token="", name="New"))
    made.refresh_from_db()
    assert (made.name, secrets_of(made).secret, secrets_of(made).access_token) == (
        "New", SECRET, "shpat_1",
    )  # fmt: skip
    assert SECRET not in page and "shpat_1" not in page


def test_a_new_secret_leaves_the_one_before_in_force(admin: Knocking) -> None:
    made = connected(admin)
    admin.do(f"/settings/shops/{made.id}", **said(secret="newer"))
    made.refresh_from_db()
    assert (secrets_of(made).secret, secrets_of(made).previous) == ("newer", SECRET)
    assert knock(made, "orders/create", order_body()).status_code == 200
    admin.do(f"/settings/shops/{made.id}", **said(secret="newer"))
    made.refresh_from_db()
    assert secrets_of(made).previous == SECRET, "the same again is no new one"


def test_a_paused_shop_is_turned_away(admin: Knocking) -> None:
    made = connected(admin)
    paused = said()
    del paused["is_active"]
    assert "paused" in admin.do(f"/settings/shops/{made.id}", **paused)
    assert knock(made, "orders/create", order_body()).status_code == 404


def test_what_was_refused_and_what_came_last_is_told(admin: Knocking) -> None:
    made = connected(admin)
    knock(made, "orders/create", order_body(), signature="AAAA")
    send(made, "carts/update", {})
    for path in ("/settings/shops", f"/settings/shops/{made.id}"):
        assert "1" in admin.see(path)
    page = admin.see(f"/settings/shops/{made.id}")
    assert "The signature does not match" in page and "carts/update" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"secret": ""}, "forged"),
        ({"domain": "not a domain"}, "That is not a domain"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    admin: Knocking, changes: dict[str, str], words: str
) -> None:
    assert words in admin.do("/settings/shops", 422, **said(brand=str(brand().id), **changes))
    assert not Connection.objects.exists()


def test_a_whole_address_is_understood_as_a_domain(admin: Knocking) -> None:
    whole = said(brand=str(brand().id), domain="https://Lantern.myshopify.com/admin")
    admin.do("/settings/shops", **whole)
    assert settings_of(Connection.objects.get()).domain == "lantern.myshopify.com"


def test_before_there_is_a_brand_or_a_shop_the_pages_say_what_to_do(admin: Knocking) -> None:
    assert "No shop yet" in admin.see("/settings/shops")
    assert "A brand first" in admin.see("/settings/shops/new")


def test_an_auditor_sees_without_a_button_or_the_address(admin: Knocking) -> None:
    made = connected(admin)
    page = Knocking(agent(Role.AUDITOR)).see(f"/settings/shops/{made.id}")
    assert made.key not in page and "Save" not in page
