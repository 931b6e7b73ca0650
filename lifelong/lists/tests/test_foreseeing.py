"""What a reply to many would do: known of each, and asked for all of them together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.commerce.tests.building import at, buyer, order, taken
from lifelong.conversations.actions.joining import join
from lifelong.conversations.tests.building import Came
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock
from lifelong.lists.foreseeing import Foreseen, foresee
from lifelong.lists.models import Bulk
from lifelong.lists.tests.building import Shop, planned, shop

pytestmark = pytest.mark.django_db
TEXT = "Hello {{customer.first_name}}, your order {{order.number}} is on its way."


@pytest.fixture
def here(db: None) -> Shop:
    return shop()


def bought(name: str, ref: str) -> None:
    theirs = buyer(f"{name}@example.com", ref=f"buyer-{name}")
    taken(order(ref, placed_at=at(int(ref)), buyer=theirs))


def crowd(here: Shop, places: range) -> list[Came]:
    """Every third has bought nothing, and every second is two who were joined."""
    some = []
    for place in places:
        name = f"Ana{place}"
        some.append(here.wrote(name))
        if place % 3:
            bought(name, str(place))
        if place % 2:
            other = here.wrote(f"{name}.home")
            join(some[-1].contact.customer, other.contact.customer, by=here.lead)
    return some


def queries(bulk: Bulk) -> tuple[int, Foreseen]:
    with CaptureQueriesContext(connection) as captured:
        seen = foresee(Bulk.objects.select_related("agent").get(pk=bulk.pk))
    return len(captured), seen


@pytest.mark.parametrize("kept", [False, True])
def test_more_people_ask_no_more_of_the_database(here: Shop, kept: bool) -> None:
    said = {"answer": str(answer(texts={"en": TEXT, "de": TEXT}).id)} if kept else {}
    text = "" if kept else TEXT
    few = planned("reply", crowd(here, range(12, 15)), by=here.hero, text=text, **said)
    many = planned("reply", crowd(here, range(24, 36)), by=here.hero, text=text, **said)
    (of_few, one), (of_many, other) = queries(few), queries(many)
    assert (one.fine, one.refused_count) == (2, 1)
    assert (other.fine, other.refused_count) == (8, 4)
    assert of_many == of_few
    assert of_few <= 24


def test_who_was_joined_has_all_orders_of_the_person_whoever_wrote(here: Shop) -> None:
    with clock.stopped_at(at(0)):
        old = here.wrote("ana")
        bought("ana", "1")
    new = here.wrote("anna")
    join(old.contact.customer, new.contact.customer, by=here.lead)
    bulk = planned("reply", [old], by=here.hero, text=TEXT)
    assert [one.text for one in foresee(bulk).examples] == [
        "Hello Ana, your order #1001 is on its way."
    ]
