"""Orders beside the words: quiet lines, each once, at their own time."""

from datetime import date

import pytest

from lifelong.commerce.actions.attributing import attach
from lifelong.commerce.models import Milestone, ShipmentState
from lifelong.commerce.tests.building import (
    at,
    buyer,
    order,
    refund,
    report,
    shipment,
    take,
    taken,
)
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.showing_orders import show_orders
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one
from lifelong.customers.actions.recognising import recognise
from lifelong.customers.models import Customer
from lifelong.events.models import Event
from lifelong.events.reactor import handle
from lifelong.lib import clock

pytestmark = pytest.mark.django_db


def react() -> None:
    handle([str(one) for one in Event.objects.values_list("id", flat=True)])


def writes(sender: str = "ana@example.com", hours: float = 30) -> Came:
    with clock.stopped_at(at(hours)):
        came = receive_one(incoming(sender=sender), when=at(hours))
        react()
    return came


def lines() -> list[str]:
    """The timeline: what happened, or the words."""
    rows = Entry.objects.order_by("placed_at", "position")
    return [one.details.get("what") or one.text for one in rows]


def test_who_writes_first_finds_their_past_orders_before_their_words() -> None:
    take(order())
    take(shipment(updated_at=at(5)))
    react()
    assert not Conversation.objects.exists(), "an order begins no conversation"
    came = writes()
    assert lines() == ["order-placed", "order-shipped", "Where is my parcel?"]
    placed = Entry.objects.get(details__what="order-placed")
    assert placed.placed_at == at(0)
    assert placed.conversation == came.conversation
    assert came.conversation.last_entry_at == at(30)


def test_what_becomes_of_an_order_comes_in_while_they_talk() -> None:
    take(order())
    came = writes(hours=1)
    before = came.conversation.revision
    for news in (
        shipment(updated_at=at(5)),
        report("a", at(6), ShipmentState.IN_TRANSIT, expected_on=date(2026, 11, 18)),
        report("b", at(20), ShipmentState.DELAYED, expected_on=date(2026, 11, 20)),
        report("c", at(90), ShipmentState.DELIVERED),
        refund(refunded_at=at(95)),
        order(updated_at=at(96), cancelled_at=at(96)),
    ):
        take(news)
        react()
    assert lines() == [
        "order-placed", "Where is my parcel?", "order-shipped", "order-delayed",
        "order-delivered", "order-refunded", "order-cancelled",
    ]  # fmt: skip
    assert Entry.objects.get(details__what="order-delayed").details["expected"] == "2026-11-20"
    came.conversation.refresh_from_db()
    assert came.conversation.revision > before
    assert came.conversation.last_entry_at == at(1), "nobody has said anything since"
    assert came.conversation.status == "new", "an order makes nobody wait, and lets nobody go"


def test_each_line_stands_once_whoever_finds_it_missing() -> None:
    made = taken(order())
    writes()
    react()
    assert made.customer is not None
    show_orders(made.customer.id)
    assert lines().count("order-placed") == 1
    assert Entry.objects.get(details__what="order-placed").id == Milestone.objects.get().id


def test_a_change_without_a_milestone_is_seen_too() -> None:
    take(order())
    conversation = writes().conversation
    before = conversation.revision
    take(order(updated_at=at(1), note="Ring twice"))
    react()
    conversation.refresh_from_db()
    assert conversation.revision > before
    assert lines() == ["order-placed", "Where is my parcel?"]


def test_an_order_of_nobody_is_on_no_timeline_until_it_is_said_whose_it_is() -> None:
    recognise(kind="phone", value="+4712345678", how="sms")
    came = writes(hours=1)
    made = taken(order(buyer=buyer(phone="+4712345678")))
    react()
    assert made.customer is None and lines() == ["Where is my parcel?"]
    attach(made, customer=came.conversation.customer)
    react()
    assert lines() == ["order-placed", "Where is my parcel?"]


def test_orders_of_several_who_change_at_once_are_all_shown() -> None:
    for number in (1, 2, 3):
        writes(f"p{number}@example.com", hours=number)
    for number in (1, 2, 3):
        take(order(f"{number}", buyer=buyer(f"p{number}@example.com", ref=f"{number}")))
    react()
    assert lines().count("order-placed") == 3


def test_who_had_only_bought_brings_their_orders_along_when_they_are_joined() -> None:
    bought = taken(order())
    react()
    came = writes("ana@work.example")
    assert lines() == ["Where is my parcel?"]
    assert bought.customer is not None
    join(Customer.objects.get(pk=came.entry.customer_id), bought.customer, by=agent())
    react()
    assert lines() == ["order-placed", "Where is my parcel?", "joined"]
    placed = Entry.objects.get(details__what="order-placed")
    assert placed.customer == bought.customer
    assert placed.conversation.lead == came.conversation
