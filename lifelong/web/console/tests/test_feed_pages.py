"""Connecting a tracking feed, as an admin does it."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Connection
from lifelong.channels.tests.building import brand
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shippo.tests.recorded import MOVING, updated
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Knocking:
    return Knocking(agent(Role.ADMIN))


def said(vendor: str, **changes: Any) -> dict[str, Any]:
    return {
        "vendor": vendor, "name": "Parcels", "brand": str(brand().id), "is_active": "on", **changes
    }  # fmt: skip


@pytest.mark.parametrize("vendor", ["easypost", "aftership"])
def test_a_feed_is_connected_and_its_address_is_shown(admin: Knocking, vendor: str) -> None:
    page = admin.do("/settings/feeds", **said(vendor, secret="hush-hush"))
    made = Connection.objects.get()
    assert (made.connector, made.secrets) == (vendor, {"secret": "hush-hush"})
    assert f"http://testserver/hooks/{vendor}/{made.key}" in page and "hush-hush" not in page
    admin.do(f"/settings/feeds/{made.id}", **said(vendor, secret="", name="New"))
    made.refresh_from_db()
    assert (made.name, made.secrets) == ("New", {"secret": "hush-hush"})


def test_shippos_address_holds_its_token_and_works(admin: Knocking) -> None:
    page = admin.do("/settings/feeds", **said("shippo"))
    found = re.search(r"http://testserver(/hooks/shippo/[\w-]+\?token=[\w-]+)", page)
    assert found
    body = json.dumps(updated(MOVING))
    answer = Client().post(found[1], data=body, content_type="application/json")
    assert answer.status_code == 200
    settle_batch()
    made = Connection.objects.get()
    for path in ("/settings/feeds", f"/settings/feeds/{made.id}"):
        assert "alive" in admin.see(path)
    assert (made.secrets or {})["secret"] not in Knocking(agent(Role.AUDITOR)).see(
        f"/settings/feeds/{made.id}"
    )


def test_a_carrier_is_connected_with_its_address_and_keys(admin: Knocking) -> None:
    brand()
    assert "Meter number" in admin.see("/settings/feeds/new?vendor=fedex")
    keys = {"key": "k", "password": "p", "account": "1", "meter": "2"}
    page = admin.do("/settings/feeds", **said("fedex", api_url="https://ws.fedex.example", **keys))
    made = Connection.objects.get()
    assert (made.connector, made.secrets) == ("carriers", keys)
    assert made.settings == {"carrier": "fedex", "api_url": "https://ws.fedex.example"}
    assert "/hooks/" not in page


def test_what_is_missing_is_said(admin: Knocking) -> None:
    assert "This field is required" in admin.do("/settings/feeds", 422, **said("easypost"))
    assert "This field is required" in admin.do("/settings/feeds", 422, **said("usps", key="k"))
    assert not Connection.objects.exists()


def test_each_brand_says_how_its_feeds_fare(admin: Knocking) -> None:
    brand("Lantern & Co")
    page = admin.see("/settings/feeds")
    assert "No feed yet" in page and "No carrier or feed has told anything." in page


def test_before_there_is_a_brand_the_page_says_what_to_do(admin: Knocking) -> None:
    assert "A brand first" in admin.see("/settings/feeds/new")


def test_a_shop_is_no_feed(admin: Knocking) -> None:
    shop = Connection.objects.create(brand=brand(), name="Shop", connector="shopify")
    assert "no such feed" in admin.see(f"/settings/feeds/{shop.id}", 404)
