from typing import Any

import pytest

from lifelong.channels.actions.opening import (
    AlreadyThere,
    Misplaced,
    change_endpoint,
    open_endpoint,
    save_inbox,
)
from lifelong.channels.models import Channel, Endpoint, Inbox
from lifelong.channels.tests.building import inbox

pytestmark = pytest.mark.django_db


def opened(into: Inbox, **changes: Any) -> Endpoint:
    said = {"address": "Help@Shop.example", "name": "Shop", "settings": {}, "secrets": {}}
    return open_endpoint(inbox=into, channel=Channel.EMAIL, by=None, **{**said, **changes})


def test_an_address_leads_to_one_inbox_whatever_its_case() -> None:
    made = opened(inbox())
    assert made.address == "help@shop.example"
    with pytest.raises(AlreadyThere):
        opened(inbox(), address="HELP@shop.example")


@pytest.mark.parametrize(
    "wrong", [{"address": "help"}, {"address": "help+x@shop.example"}, {"name": " "}], ids=str
)
def test_an_address_that_cannot_work_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(Misplaced):
        opened(inbox(), **wrong)


def test_an_address_moves_with_its_new_inbox_to_its_brand() -> None:
    made, other = opened(inbox()), inbox()
    change_endpoint(
        made, inbox=other, name="Now", settings={}, secrets={}, is_active=False, by=None
    )
    again = Endpoint.objects.get(pk=made.pk)
    assert (again.inbox, again.brand, again.is_active) == (other, other.brand, False)


def test_two_brands_may_each_have_returns() -> None:
    first, second = inbox().brand, inbox().brand
    save_inbox(Inbox(brand=first), name="Returns")
    save_inbox(Inbox(brand=second), name="Returns")
    with pytest.raises(AlreadyThere):
        save_inbox(Inbox(brand=first), name="returns")
