"""An admin makes a widget, shapes its form, and gives the shop's server its secret."""

from collections.abc import Iterator
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.refusing import note_refusal
from lifelong.channels.models import Endpoint
from lifelong.channels.tests.building import inbox
from lifelong.connectors.chat.endpoints import secrets_of, settings_of
from lifelong.connectors.chat.tests.building import widget
from lifelong.conversations.models import Topic
from lifelong.lib import clock
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Iterator[Knocking]:
    yield Knocking(agent(Role.ADMIN))


def said(**changes: Any) -> dict[str, Any]:
    asked = {f"ask_{name}": "may" for name in ("name", "email", "order", "topic", "photo")}
    return {
        "name": "Tent & Trail", "inbox": str(inbox().id), "colour": "#5B6B2F", "is_active": "on",
        "origins": "https://Shop.example/\nshop.example:8443", "greeting": " Hi ", **asked,
        **changes,
    }  # fmt: skip


def test_a_widget_is_made_and_its_tag_shown(admin: Knocking) -> None:
    topic = Topic.objects.create(name="Returns")
    page = admin.do("/settings/widgets", **said(topics=[str(topic.id)]))
    made = Endpoint.objects.get(channel="chat")
    settings = settings_of(made)
    assert (made.connector, made.name, made.secrets) == ("chat", "Tent & Trail", {})
    assert settings.origins == ["https://shop.example", "https://shop.example:8443"]
    assert (settings.colour, settings.greeting) == ("#5b6b2f", "Hi")
    assert settings.form.topics == [str(topic.id)]
    assert f"/widget/{made.address}.js" in page
    assert "Tent &amp; Trail" in admin.see("/settings/widgets")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"origins": "https://shop.example/page?x"}, "no page&#39;s origin"),
        ({"origins": "https://shop.example; script-src *"}, "no page&#39;s origin"),
        ({"origins": ""}, "required"),
        ({"colour": "red"}, "Write the colour"),
        ({"ask_name": "often"}, "valid choice"),
    ],
)
def test_what_cannot_be_meant_stands_beside_its_field(
    admin: Knocking, wrong: dict[str, str], why: str
) -> None:
    assert why in admin.do("/settings/widgets", 422, **said(**wrong))
    assert not Endpoint.objects.filter(channel="chat").exists()


def test_the_brands_colour_goes_on_to_follow_the_brand(admin: Knocking) -> None:
    into = inbox()
    admin.do("/settings/widgets", **said(inbox=str(into.id), colour=into.brand.accent))
    assert settings_of(Endpoint.objects.get(channel="chat")).colour == ""


def test_the_secret_is_shown_once_and_kept_when_the_form_is_saved(admin: Knocking) -> None:
    shop = widget()
    page = admin.do(f"/settings/widgets/{shop.id}/secret")
    shop.refresh_from_db()
    (secret,) = secrets_of(shop).valid(clock.now())
    assert secret in page
    saved = admin.do(f"/settings/widgets/{shop.id}", **said())
    shop.refresh_from_db()
    assert secret not in saved and secrets_of(shop).valid(clock.now()) == [secret]
    admin.do(f"/settings/widgets/{shop.id}/secret")
    shop.refresh_from_db()
    assert secrets_of(shop).valid(clock.now())[1] == secret


def test_a_page_to_try_it_on_carries_the_tag(admin: Knocking) -> None:
    shop = widget()
    assert f'src="/widget/{shop.address}.js"' in admin.see(f"/settings/widgets/{shop.id}/trial")


def test_a_sign_in_that_was_turned_away_is_told_with_its_reason(admin: Knocking) -> None:
    shop = widget()
    assert "turned away" not in admin.see(f"/settings/widgets/{shop.id}")
    note_refusal(shop, why="This sign-in has expired.")
    page = admin.see(f"/settings/widgets/{shop.id}")
    assert "1 sign-in was turned away" in page and "This sign-in has expired." in page


def test_the_preview_follows_the_form_and_keeps_nothing(admin: Knocking) -> None:
    returns = Topic.objects.create(name="Returns")
    topics = {"topics": [str(returns.id)], "ask_photo": "no", "ask_topic": "must"}
    page = admin.do("/settings/widgets/preview", **said(greeting="Hi <you>", **topics))
    assert '<h1 dir="auto">Tent &amp; Trail</h1>' in page and "Hi &lt;you&gt;" in page
    assert 'data-colour="#5b6b2f"' in page and ">Returns</option>" in page
    assert 'name="order"' in page and 'id="photo"' not in page
    assert not Endpoint.objects.filter(channel="chat").exists()


def test_nothing_acts_in_the_preview(admin: Knocking) -> None:
    page = admin.do("/settings/widgets/preview", **said())
    assert "<script" not in page and 'id="composer" novalidate inert' in page


def test_half_a_form_can_be_looked_at_already(admin: Knocking) -> None:
    into = inbox()
    page = admin.do("/settings/widgets/preview", **said(inbox=str(into.id), name="", origins=""))
    assert f'<h1 dir="auto">{into.brand.name}</h1>' in page


@pytest.mark.parametrize("wrong", [{"colour": "red"}, {"inbox": ""}, {"greeting": "x" * 501}])
def test_what_cannot_be_drawn_leaves_what_was_drawn_before(
    admin: Knocking, wrong: dict[str, str]
) -> None:
    assert admin.do("/settings/widgets/preview", 204, **said(**wrong)) == ""


def test_a_new_widget_begins_in_its_brands_colour(admin: Knocking) -> None:
    brand = inbox().brand
    brand.accent = "#5b6b2f"
    brand.save()
    assert 'value="#5b6b2f"' in admin.see("/settings/widgets/new")
