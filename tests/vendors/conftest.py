from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from lifelong.channels.models import Connection
from lifelong.commerce.models import Order
from lifelong.concessions.tests.building import bought
from tests.vendors.phones import Phones, number
from tests.vendors.server import standing
from tests.vendors.shopify import Shopify
from tests.vendors.twilio import Twilio


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    made = Twilio()
    with standing(made):
        yield made


@pytest.fixture
def phones(twilio: Twilio, db: None) -> Phones:
    return Phones(twilio, number(twilio))


@pytest.fixture
def order(db: None) -> Order:
    return bought("77")


@pytest.fixture
def store(live_server: LiveServer, order: Order) -> Iterator[Shopify]:
    """The shop of that order, which was paid with 55.00 and went to Kaj 1."""
    ours = order.connection
    made = Shopify(f"{live_server.url}/hooks/shopify/{ours.key}", secret="s3cret")
    made.pays("77", "55.00")
    made.knows("77", customer="9", city="Oslo", address1="Kaj 1", countryCodeV2="NO")
    Connection.objects.filter(pk=ours.pk).update(
        settings={"domain": "lantern.myshopify.com", "api_url": made.url},
        secrets={"secret": "s3cret", "access_token": made.access_token},
    )
    with standing(made):
        yield made
