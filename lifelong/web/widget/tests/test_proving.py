"""The attack table of the widget: who signs in, who only says so, and who forges it."""

from datetime import timedelta
from typing import Any

import pytest

from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.actions.proving import AGAIN, forget_expired
from lifelong.connectors.chat.actions.rotating import rotate
from lifelong.connectors.chat.models import SpentIdentity
from lifelong.connectors.chat.tests.building import Server, widget
from lifelong.connectors.intake import settle_batch
from lifelong.conversations.models import Conversation
from lifelong.customers.models import Customer, Handle
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.web.widget.tests.visiting import Widget

pytestmark = pytest.mark.django_db

ANA: dict[str, Any] = {
    "sub": "c-1001", "email": "ana@example.com", "phone": "+4930901820", "name": "Ana Weber",
}  # fmt: skip


@pytest.fixture
def shop() -> Endpoint:
    return widget()


@pytest.fixture
def server(shop: Endpoint) -> Server:
    made = Server(shop)
    shop.refresh_from_db()
    return made


def said(one: Widget, text: str, **more: Any) -> None:
    one.say(text, **more)
    settle_batch()


def proved() -> set[str]:
    return set(Handle.objects.filter(proved_at__isnull=False).values_list("value", flat=True))


def refusals(at: Endpoint) -> tuple[int, str]:
    """What the admin reads of sign-ins that showed nothing."""
    at.refresh_from_db()
    return at.refused, at.refused_why


def test_a_signed_identity_proves_its_handles(shop: Endpoint, server: Server) -> None:
    browser = Widget(shop)
    assert browser.meet(server.signs(**ANA))["signed"] is True
    said(browser, "Where is my tent?")
    customer = Customer.objects.get()
    assert customer.name == "Ana Weber"
    assert {f"{shop.brand_id}:c-1001", "ana@example.com", "+4930901820"} < proved()
    assert Conversation.objects.count() == 1


def test_the_chat_goes_on_at_another_device(shop: Endpoint, server: Server) -> None:
    phone, desk = Widget(shop), Widget(shop)
    phone.meet(server.signs(**ANA))
    said(phone, "From the phone")
    desk.meet(server.signs(**ANA))
    said(desk, "From the desk")
    assert desk.texts() == phone.texts() == ["From the phone", "From the desk"]


def test_who_signs_in_takes_the_guests_chat_along(shop: Endpoint, server: Server) -> None:
    browser = Widget(shop)
    said(browser, "As a guest")
    browser.meet(server.signs(**ANA))
    said(browser, "Signed in")
    assert [one.customer.person_id for one in Conversation.objects.all()]
    assert "Signed in" in browser.texts()
    guest = Handle.objects.get(kind="visitor", claimed_how="chat")
    assert guest.is_proved


def test_who_kept_the_guests_token_does_not_get_in(shop: Endpoint, server: Server) -> None:
    """Planted in a shared browser before the victim signs in."""
    attacker = Widget(shop)
    said(attacker, "Planted")
    victim = Widget(shop, session=attacker.session)
    victim.meet(server.signs(**ANA))
    said(victim, "My address is ...")
    attacker.ask("GET", "messages", 401)
    attacker.ask("POST", "stream-token", 401)
    attacker.meet()
    assert attacker.texts() == []


def test_words_that_were_on_their_way_at_the_sign_in_are_the_same_customers(
    shop: Endpoint, server: Server
) -> None:
    browser = Widget(shop)
    browser.say("Not read yet")
    browser.meet(server.signs(**ANA))
    said(browser, "Signed in")
    assert browser.texts() == ["Not read yet", "Signed in"]
    assert Customer.objects.count() == 1


def test_a_guests_chat_of_long_ago_is_not_given_to_who_signs_in(
    shop: Endpoint, server: Server
) -> None:
    """Somebody else may have sat before this browser."""
    guest = Widget(shop)
    said(guest, "My address is ...")
    browser = Widget(shop, session=guest.session)
    with clock.stopped_at(clock.now() + timedelta(minutes=61)):
        assert browser.meet(server.signs(**ANA))["apart"] is True
        assert browser.texts() == []
        assert guest.texts() == ["My address is ..."]
    assert not Event.objects.filter(name="ShownToBeOne").exists()


def test_a_guest_of_just_now_is_who_signs_in(shop: Endpoint, server: Server) -> None:
    guest = Widget(shop)
    said(guest, "Where is my tent?")
    browser = Widget(shop, session=guest.session)
    with clock.stopped_at(clock.now() + timedelta(minutes=59)):
        assert browser.meet(server.signs(**ANA))["apart"] is False
    # what makes one person of both is a reaction
    assert Handle.objects.get(kind="visitor", claimed_how="chat").is_proved
    assert Event.objects.filter(name="ShownToBeOne").count() == 1


ATTEMPT = "0192aaaa-0000-7000-8000-000000000001"


def test_a_lost_answer_is_given_again_to_the_same_try(shop: Endpoint, server: Server) -> None:
    token = server.signs(**ANA)
    Widget(shop).meet(token, attempt=ATTEMPT)
    again = Widget(shop)
    assert again.meet(token, attempt=ATTEMPT)["signed"] is True
    said(again, "It is me")
    assert Customer.objects.get().name == "Ana Weber"
    for other in (None, "", "nonsense", ATTEMPT[:-1] + "2"):
        Widget(shop).meet(token, 403, attempt=other)
    with clock.stopped_at(clock.now() + AGAIN + timedelta(seconds=1)):
        late = server.signs(**ANA)
        Widget(shop).meet(late, attempt=ATTEMPT)
    with clock.stopped_at(clock.now() + 2 * AGAIN + timedelta(seconds=5)):
        Widget(shop).meet(late, 403, attempt=ATTEMPT)


def test_a_try_without_a_name_is_never_answered_again(shop: Endpoint, server: Server) -> None:
    token = server.signs(**ANA)
    Widget(shop).meet(token)
    Widget(shop).meet(token, 403)


@pytest.mark.parametrize("wrong", [{"phone": "030"}, {"email": "ana at home"}])
def test_a_badly_written_address_keeps_nobody_out(
    shop: Endpoint, server: Server, wrong: dict[str, str]
) -> None:
    browser = Widget(shop)
    assert browser.meet(server.signs(**{**ANA, **wrong}))["signed"] is True
    kept = {
        value for name, value in ANA.items() if name in ("email", "phone") and name not in wrong
    }
    assert kept < proved() and not set(wrong.values()) & proved()


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"secret": "x" * 43}, "This sign-in was not made with the widget's secret."),
        ({"exp": 1}, "This sign-in has expired."),
        ({"jti": None}, "This sign-in could be used again and again: it has no jti."),
    ],
)
def test_forged_expired_and_endless_tokens_leave_the_visitor_unproved(
    shop: Endpoint, server: Server, claims: dict[str, Any], why: str
) -> None:
    browser = Widget(shop)
    told = browser.meet(server.signs(**ANA, **claims), 403)["message"]
    assert told.startswith("We could not see that you are signed in.")
    assert refusals(shop) == (1, why)
    said(browser, "Hello")
    assert proved() == set() and not SpentIdentity.objects.exists()


def test_a_replayed_token_opens_nothing(shop: Endpoint, server: Server) -> None:
    token = server.signs(**ANA)
    Widget(shop).meet(token)
    thief = Widget(shop)
    thief.meet(token, 403)
    assert refusals(shop) == (1, "This sign-in was used before.")
    said(thief, "I am Ana")
    assert thief.texts() == ["I am Ana"]
    ana = Handle.objects.get(value="ana@example.com")
    assert ana.customer.person_id not in {
        one.customer.person_id for one in Handle.objects.filter(kind="visitor", proved_at=None)
    }


def test_another_widgets_token_opens_nothing(shop: Endpoint, server: Server) -> None:
    other = widget()
    Server(other)
    Widget(other).meet(server.signs(**ANA), 403)
    assert "not made with" in refusals(other)[1] and refusals(shop) == (0, "")


def test_a_session_counts_at_its_widget_alone(shop: Endpoint) -> None:
    browser = Widget(shop)
    browser.meet()
    Widget(widget(), session=browser.session).ask("GET", "messages", 401)


def test_a_typed_address_proves_nothing(shop: Endpoint, server: Server) -> None:
    ana = Widget(shop)
    ana.meet(server.signs(**ANA))
    said(ana, "My secret")
    eve = Widget(shop)
    said(eve, "I am Ana", name="Ana Weber", email="ana@example.com")
    assert eve.texts() == ["I am Ana\nE-mail as typed: ana@example.com"]
    holder = Handle.objects.get(value="ana@example.com").customer
    guest = Handle.objects.get(kind="visitor", proved_at=None).customer
    assert holder.person_id != guest.person_id


def test_a_secret_counts_for_a_day_after_it_was_replaced(shop: Endpoint, server: Server) -> None:
    fresh = rotate(shop, by=None)
    Widget(shop).meet(server.signs(**ANA))
    Widget(shop).meet(server.signs(**ANA, secret=fresh))
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        Widget(shop).meet(server.signs(**ANA), 403)
        Widget(shop).meet(server.signs(**ANA, secret=fresh))


def test_a_signed_session_ends_after_half_a_day(shop: Endpoint, server: Server) -> None:
    browser = Widget(shop)
    browser.meet(server.signs(**ANA))
    with clock.stopped_at(clock.now() + timedelta(hours=13)):
        browser.ask("GET", "messages", 401)


def test_a_guests_session_goes_on_while_they_come_back(shop: Endpoint) -> None:
    browser = Widget(shop)
    browser.meet()
    with clock.stopped_at(clock.now() + timedelta(days=20)):
        browser.session = browser.ask("GET", "messages")["Lifelong-Session"]
    with clock.stopped_at(clock.now() + timedelta(days=45)):
        browser.ask("GET", "messages")
    with clock.stopped_at(clock.now() + timedelta(days=55)):
        browser.ask("GET", "messages", 401)


def test_what_was_spent_is_forgotten_once_it_has_expired(shop: Endpoint, server: Server) -> None:
    Widget(shop).meet(server.signs(**ANA))
    forget_expired()
    assert SpentIdentity.objects.count() == 1
    with clock.stopped_at(clock.now() + timedelta(minutes=10)):
        forget_expired()
    assert not SpentIdentity.objects.exists()
