"""What somebody bought, beside their words."""

from datetime import date

import pytest

from lifelong.channels.models import Connection, Inbox
from lifelong.channels.tests.building import brand
from lifelong.commerce.actions.attributing import store_handle
from lifelong.commerce.models import Order, Product, Review, ShipmentState
from lifelong.commerce.news import RecipientNews
from lifelong.commerce.tests.building import (
    at,
    buyer,
    order,
    refund,
    report,
    shipment,
    take,
    taken,
    the_order,
)
from lifelong.connectors.chat.tests.building import widget
from lifelong.conversations.incoming import Sender
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one
from lifelong.conversations.tests.test_showing_orders import react
from lifelong.customers.actions.recognising import Claim, recognise
from lifelong.customers.actions.showing import identify
from lifelong.customers.models import Handle
from lifelong.lib import clock
from lifelong.web.console.order_rows import order_row
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def hero() -> Knocking:
    return Knocking(agent())


def writes(hero: Knocking, sender: str = "ana@example.com", *, by: str = "email") -> Came:
    """Somebody writes, into an inbox of the hero's."""
    came = receive_one(incoming(sender=Sender(kind=by, value=sender, name="Ana")), when=at(99))
    for inbox in Inbox.objects.all():
        inbox.members.add(hero.person)
    react()
    return came


def who(hero: Knocking, came: Came) -> str:
    return hero.see(f"/conversations/{came.conversation.id}/who")


def test_an_order_stands_beside_the_words_of_its_buyer(hero: Knocking) -> None:
    take(order(refunds=(refund(),)))
    page = who(hero, writes(hero))
    for words in ("#1001", "€55.00", "Lantern", "not shipped", "€25.00 went back", "1 order"):
        assert words in page, words
    assert "€30.00" in page, "what was spent, less what went back"


def test_a_stores_customer_is_called_by_the_shop(hero: Knocking) -> None:
    made = taken(order())
    assert made.customer is not None
    named = {"kind": "store", "claimed_how": "identity", "claimed_at": at(0)}
    Handle.objects.create(customer=made.customer, value="a shop nobody connected:7", **named)
    page = who(hero, writes(hero))
    assert "Lantern &amp; Co 9<" in page and str(made.connection_id) not in page
    assert "Customer 7<" in page and "a shop nobody connected" not in page


def test_a_suggestion_calls_a_stores_customer_by_the_shop(hero: Knocking) -> None:
    """Who has bought signs in by the account alone: a new customer, who may be the same."""
    made = taken(order())
    value = store_handle(made.connection_id, "9")
    identify([Claim(kind="store", value=value, how="identity", proof="identity")])
    page = who(hero, writes(hero))
    assert "Both gave Lantern &amp; Co 9: " in page and str(made.connection_id) not in page


def test_who_has_bought_nothing_has_no_orders(hero: Knocking) -> None:
    assert "Orders" not in who(hero, writes(hero))


def test_where_the_parcel_is_and_whether_it_is_late(hero: Knocking) -> None:
    take(order(shipments=(shipment(),)))
    take(report("a", at(3), ShipmentState.IN_TRANSIT, expected_on=date(2026, 11, 18)))
    with clock.stopped_at(at(24)):
        row = order_row(the_order())
        assert (row.where, row.urgency) == ("on its way, expected Nov 18, 2026", "")
    with clock.stopped_at(at(24 * 4)):
        row = order_row(the_order())
        assert (row.where, row.urgency) == ("on its way, was expected Nov 18, 2026", "late")
    take(report("b", at(24 * 5), ShipmentState.DELIVERED))
    row = order_row(the_order())
    assert (row.where, row.urgency) == ("delivered Nov 21, 2026", "")


def test_of_several_parcels_the_late_one_is_named() -> None:
    second = shipment("6", reports=(report("x", at(2), ShipmentState.FAILED),))
    take(order(shipments=(shipment(), second)))
    row = order_row(the_order())
    assert row.where == "2 parcels, one delivery failed" and row.urgency == "late"


def test_what_only_a_checkout_says_is_marked_until_it_is_proved(hero: Knocking) -> None:
    take(order())
    came = writes(hero)
    assert "from checkout" in who(hero, came)
    Handle.objects.filter(kind="email").update(proved_how="dmarc", proved_at=at(0))
    assert "from checkout" not in who(hero, came)


def test_a_recipient_hears_of_items_and_delivery_only(hero: Knocking) -> None:
    to = RecipientNews(name="Bo Ek", phone="+4712345678", address=("Bergen",), is_buyer=False)
    take(order(recipients=(to,), refunds=(refund(),)))
    page = who(hero, writes(hero, "+4712345678", by="phone"))
    assert "Sent to them" in page and "Lantern" in page
    assert "€" not in page and "Ana Lind" not in page


def test_what_may_be_theirs_becomes_theirs_in_one_click(hero: Knocking) -> None:
    recognise(kind="phone", value="+4712345678", how="sms")
    came = writes(hero)
    made = taken(order(buyer=buyer(phone="+4712345678")))
    assert "It is theirs" in who(hero, came)
    hero.do(f"/orders/{made.id}/buyer", 204, conversation=str(came.conversation.id))
    react()
    page = who(hero, came)
    assert "It is theirs" not in page and "€55.00" in page
    assert "Ordered" in hero.see(f"/conversations/{came.conversation.id}/entries")
    hero.do(f"/orders/{made.id}/buyer", 409, conversation=str(came.conversation.id))


def test_lines_of_the_timeline_say_what_happened_and_lead_to_the_order(hero: Knocking) -> None:
    take(order(shipments=(shipment(),), refunds=(refund(),)))
    take(report("a", at(3), ShipmentState.IN_TRANSIT, expected_on=date(2026, 11, 18)))
    take(report("b", at(9), ShipmentState.DELAYED, expected_on=date(2026, 11, 20)))
    take(report("c", at(50), ShipmentState.FAILED))
    take(report("d", at(51), ShipmentState.DELIVERED))
    take(order(updated_at=at(60), cancelled_at=at(60)))
    page = hero.see(f"/conversations/{writes(hero).conversation.id}/entries")
    link = f'<a href="/orders/{the_order().id}" dir="auto">#1001</a>'
    for words in (
        f"Ordered {link}", f"{link} was shipped", f"{link} could not be delivered",
        f"{link} is delayed, now expected Nov 20, 2026", f"{link} was delivered",
        f"€25.00 of {link} went back", f"{link} was cancelled",
    ):  # fmt: skip
        assert words in page, words


def test_the_orders_own_page_tells_all_of_it(hero: Knocking) -> None:
    to = RecipientNews(name="Bo <Ek>", phone="", address=("Kaj 1", "Bergen"), is_buyer=False)
    take(order(recipients=(to,), shipments=(shipment(),), refunds=(refund(),), note="Ring twice"))
    page = hero.see(f"/orders/{the_order().id}")
    for words in (
        "Bo &lt;Ek&gt;", "Bergen", "Ring twice", "LAN-B", "€5.00", "PN1",
        'href="https://track.example/PN1"', "Broken glass", "hears of items and delivery only",
        "1 given back", "2 × Lantern",
    ):  # fmt: skip
        assert words in page, words


def test_an_order_that_was_only_mentioned_or_is_gone_is_not_there(hero: Knocking) -> None:
    take(refund())
    hero.see(f"/orders/{Order.objects.get().id}", 404)


def test_trials_and_cancelled_orders_count_nowhere(hero: Knocking) -> None:
    take(order("1"))
    take(order("2", is_test=True))
    take(order("3", cancelled_at=at(1)))
    page = who(hero, writes(hero))
    assert "1 order ·" in page and "#1003" in page


def test_what_they_think_of_it_stands_below(hero: Knocking) -> None:
    made = taken(order())
    came = writes(hero)
    product = Product.objects.create(connection=made.connection, ref="1", title="Lantern")
    said = {"product": product, "stars": 2, "words": "It <b>wobbles</b>", "at": at(3)}
    Review.objects.create(customer=came.conversation.customer, **said)
    page = who(hero, came)
    for words in ("Reviews", "★★☆☆☆", "2 of 5 stars", "It &lt;b&gt;wobbles"):
        assert words in page, words


def test_what_is_wrong_with_a_parcel_stands_beside_its_order(hero: Knocking) -> None:
    with clock.stopped_at(at(50)):
        came = writes(hero)
        delayed = report("late", at(48), ShipmentState.DELAYED, expected_on=date(2026, 12, 1))
        take(order(shipments=(shipment(reports=(delayed,)),)))
        page = who(hero, came)
        assert "Parcel: delayed" in page and "now expected Dec 1, 2026" in page
        with clock.stopped_at(at(24 * 16)):
            assert "Parcel: delayed" in who(hero, came)
            assert "now expected" not in who(hero, came)
        there = the_order()
        assert "Parcel: delayed" in hero.see(f"/orders/{there.id}")
        take(
            shipment(updated_at=at(49), reports=(report("here", at(49), ShipmentState.DELIVERED),))
        )
        assert "Parcel: delayed" not in who(hero, came)


def chats(hero: Knocking, number: str) -> Came:
    """A guest names an order in the form before the chat, in an inbox of the hero's."""
    guest = Sender(kind="visitor", value="0" * 32, name="A guest")
    said = incoming("Hello", sender=guest, channel="chat", order_number=number)
    came = receive_one(said, at=widget(form={"order": "may"}), when=at(99))
    Inbox.objects.get().members.add(hero.person)
    return came


NAMED = "Named before the chat"


@pytest.mark.parametrize("typed", ["1001", "#1001", " # 1001 "])
def test_an_order_that_a_guest_names_is_shown_with_a_warning(hero: Knocking, typed: str) -> None:
    came = chats(hero, typed)
    take(order())
    page = who(hero, came)
    assert NAMED in page and f'href="/orders/{the_order().id}"' in page
    assert "in the name of Ana Lind. Nothing shows" in page


def test_what_was_proved_to_be_anothers_is_not_shown(hero: Knocking) -> None:
    came = chats(hero, "1001")
    take(order())
    Handle.objects.filter(value="ana@example.com").update(proved_at=at(1), proved_how="dmarc")
    assert NAMED not in who(hero, came)


def test_a_named_order_of_theirs_is_shown_without_a_warning(hero: Knocking) -> None:
    came = chats(hero, "1001")
    take(order())
    Order.objects.update(customer=came.contact.customer)
    page = who(hero, came)
    assert NAMED in page and "Nothing shows that" not in page


@pytest.mark.parametrize("typed", ["100", "none", "9999", ""])
def test_a_number_that_is_no_orders_shows_nothing(hero: Knocking, typed: str) -> None:
    came = chats(hero, typed)
    take(order())
    assert NAMED not in who(hero, came)


def test_an_order_of_another_brands_shop_is_not_meant(hero: Knocking) -> None:
    take(order())
    came = chats(hero, "1001")
    Connection.objects.update(brand=brand(name="Another"))
    assert NAMED not in who(hero, came)
