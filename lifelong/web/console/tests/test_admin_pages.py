"""Settings, intake and one's own page, knocked at as the people who use them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from lifelong.accounts.actions.inviting import invited
from lifelong.accounts.models import Agent, Role, Team, Token
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.delivering import settle
from lifelong.channels.models import DeliveryState, Endpoint, Inbox
from lifelong.channels.tests.building import delivery, endpoint, inbox
from lifelong.connectors.email import trying
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.conversations.models import Topic
from lifelong.lib.errors import DeliveryFailed
from lifelong.routing.models import Wage
from lifelong.web.console.tests.knocking import BACKEND, RAW, Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Iterator[Knocking]:
    yield Knocking(agent(Role.ADMIN))


def hero_said(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Ana Ruiz", "email": "ana@shop.example", "roles": ["hero"],
        "capacity": "4", "slots": "2",
        "zone": "Europe/Madrid", "language": "en", **changes,
    }  # fmt: skip


PAGES = ["/settings/heroes", "/settings/teams", "/settings/topics", "/settings/endpoints",
         "/settings/hours", "/settings/tokens", "/intake/parked", "/intake/quarantine",
         "/intake/parked/rows", "/intake/quarantine/rows", "/intake/counts"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_heroes_are_told_in_a_sentence_that_this_is_not_theirs(path: str) -> None:
    assert "Your role does not allow this" in Knocking(agent(Role.HERO)).see(path, 403)


@pytest.mark.parametrize("path", PAGES)
def test_auditors_see_without_a_button_that_changes(path: str) -> None:
    agent(), inbox(), endpoint(), Topic.objects.create(name="Order"), Team.objects.create(name="T")
    settle(delivery(RAW), DeliveryState.PARKED, reason="It is broken.")
    settle(delivery(RAW), DeliveryState.QUARANTINED, reason="It looks like spam.")
    page = Knocking(agent(Role.AUDITOR)).see(path)
    assert not re.findall(r"hx-(?:post|delete|put)", page)


def test_a_whole_page_is_given_to_who_comes_by_link(admin: Knocking) -> None:
    page = Client()
    page.force_login(admin.person, BACKEND)
    for path in [*PAGES[:5], "/intake/parked", "/me", "/settings/heroes/new"]:
        assert page.get(path).content.decode().count("<html") == 1, path


def test_a_hired_hero_works_where_they_were_put_and_has_a_link(admin: Knocking) -> None:
    place = inbox()
    said = hero_said(inboxes=[str(place.id)])
    page = admin.do("/settings/heroes", **said)
    hired = Agent.objects.get(email="ana@shop.example")
    assert (hired.capacity, hired.zone, hired.language) == (4, "Europe/Madrid", "en")
    assert list(place.members.all()) == [hired]
    found = re.search(r"/invitations/([^<\s]+)", page)
    assert found and invited(found[1]) == hired


def test_a_weak_first_password_hires_nobody(admin: Knocking) -> None:
    admin.do("/settings/heroes", 422, **hero_said(password="short"))
    assert not Agent.objects.filter(email="ana@shop.example").exists()


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(admin: Knocking) -> None:
    page = admin.do("/settings/heroes", 422, **hero_said(email="ana"))
    assert 'value="Ana Ruiz"' in page and "id_email_error" in page


def test_a_change_reaches_the_hero_and_nobody_dismisses_the_last_admin(admin: Knocking) -> None:
    hero, team = agent(name="Ana"), Team.objects.create(name="Returns")
    said = hero_said(email=hero.email, roles=["lead", "hero"], teams=[str(team.id)])
    admin.do(f"/settings/heroes/{hero.id}", **said)
    hero.refresh_from_db()
    assert set(hero.roles) == {"lead", "hero"} and list(hero.teams.all()) == [team]
    assert "last admin" in admin.do(f"/settings/heroes/{admin.person.id}/departure", 409)
    admin.do(f"/settings/heroes/{hero.id}/departure")
    assert not Agent.objects.get(pk=hero.pk).is_active
    admin.do(f"/settings/heroes/{hero.id}/departure", method="delete")
    assert Agent.objects.get(pk=hero.pk).is_active


def test_a_wage_counts_from_its_day(admin: Knocking) -> None:
    hero = agent()
    path = f"/settings/heroes/{hero.id}/wages"
    admin.do(path, amount="21.50", currency="EUR", from_day="2026-01-01")
    page = admin.do(path, amount="23", currency="EUR", from_day="2099-01-01")
    assert list(Wage.objects.order_by("from_day").values_list("amount", flat=True)) == [2150, 2300]
    assert page.index("2099") < page.index("now")
    assert "no such small parts" in admin.do(
        path, 422, amount="21.5055", currency="EUR", from_day="2026-01-01"
    )


def test_topics_are_added_renamed_and_retired(admin: Knocking) -> None:
    admin.do("/settings/topics", name="Order")
    order = Topic.objects.get()
    admin.do("/settings/topics", name="Late", under=str(order.id))
    assert "already" in admin.do("/settings/topics", 409, name="order")
    admin.do(f"/settings/topics/{order.id}", name="Orders")
    page = admin.do(f"/settings/topics/{order.id}/retirement")
    assert "Orders / Late" in page and not Topic.objects.filter(is_active=True).exists()


def said_endpoint(place: Inbox, **changes: Any) -> dict[str, Any]:
    return {
        "address": "help@shop.example", "name": "Shop", "inbox": str(place.id),
        "sending": "relay", "relay": "smtp://shop:s3cret@mail.example:587",
        "authserv_ids": "mx.shop.example, mx2.shop.example", "acknowledgement": "",
        "trusted_hops": "10.0.0.1, 192.168.7.5/24", "relays": "@forms.example", **changes,
    }  # fmt: skip


def test_a_relay_is_kept_and_never_shown_again(admin: Knocking) -> None:
    place = inbox()
    page = admin.do("/settings/endpoints", **said_endpoint(place))
    made = Endpoint.objects.get()
    assert made.settings["authserv_ids"] == ["mx.shop.example", "mx2.shop.example"]
    assert made.settings["trusted_hops"] == ["10.0.0.1/32", "192.168.7.0/24"]
    assert made.settings["relays"] == ["@forms.example"]
    for shown in (page, admin.see(f"/settings/endpoints/{made.id}"), admin.see(PAGES[3])):
        assert "mail.example" in shown and "s3cret" not in shown
    admin.do(f"/settings/endpoints/{made.id}", **said_endpoint(place, relay="", name="Now"))
    made.refresh_from_db()
    assert (made.name, made.is_active) == ("Now", False)
    assert secrets_of(made).relay == "smtp://shop:s3cret@mail.example:587"


@pytest.mark.parametrize("relay", ["", "mail.example", "http://mail.example", "smtp://:25"])
def test_a_relay_that_cannot_be_one_is_explained(admin: Knocking, relay: str) -> None:
    page = admin.do("/settings/endpoints", 422, **said_endpoint(inbox(), relay=relay))
    assert "id_relay_error" in page and not Endpoint.objects.exists()


def test_a_hop_that_is_no_address_is_explained(admin: Knocking) -> None:
    page = admin.do("/settings/endpoints", 422, **said_endpoint(inbox(), trusted_hops="mx.shop"))
    assert "mx.shop is no IP address" in page and not Endpoint.objects.exists()


def test_what_a_relay_answers_is_shown(admin: Knocking, monkeypatch: pytest.MonkeyPatch) -> None:
    admin.do("/settings/endpoints", **said_endpoint(inbox()))
    path = f"/settings/endpoints/{Endpoint.objects.get().id}/test-mail"
    monkeypatch.setattr(trying, "hand_over", lambda mail, **how: None)
    assert "mail.example took it" in admin.do(path)

    def refuse(mail: object, **how: object) -> None:
        raise DeliveryFailed("535 wrong password", permanent=False)

    monkeypatch.setattr(trying, "hand_over", refuse)
    assert "mail.example did not take it: 535 wrong password" in admin.do(path)


def test_an_inbox_is_opened_and_staffed(admin: Knocking) -> None:
    lantern: Any = {
        "name": "Lantern",
        "zone": "Europe/Berlin",
        "currency": "EUR",
        "accent": "#5b6b2f",
    }
    admin.do("/settings/brands/new", **lantern)
    hero, brand = agent(), inbox().brand
    admin.do("/settings/inboxes/new", name="Returns", brand=str(brand.id), members=[str(hero.id)])
    place = Inbox.objects.get(name="Returns")
    assert list(place.members.all()) == [hero]
    admin.do(f"/settings/inboxes/{place.id}", name="Back", members=[])
    place.refresh_from_db()
    assert place.name == "Back" and place.brand == brand and not place.members.exists()


def test_a_token_is_shown_once_and_opens_no_more_than_its_maker(admin: Knocking) -> None:
    page = admin.do("/settings/tokens", name="Sync", acts_as="service", scopes=["see-customers"])
    assert "ll_" in page and "ll_" not in admin.see("/settings/tokens")
    admin.do("/settings/tokens", 422, name="Spy", acts_as="service", scopes=["read-text"])
    made = Token.objects.get()
    admin.do(f"/settings/tokens/{made.id}", method="delete")
    assert Token.objects.get().revoked_at
