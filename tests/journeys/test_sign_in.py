"""Signing in by password, and what is tried by those who have none."""

import pytest
from django.core.cache import cache
from django.test import Client

from lifelong.accounts.actions.hiring import set_password
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.lib import rates

pytestmark = pytest.mark.django_db

PASSWORD = "corner-shop-42-lanterns"


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    rates._counts.clear()
    cache.clear()


@pytest.fixture
def mia() -> Agent:
    mia = agent(Role.HERO, name="Mia Brandt", email="mia@shop.example")
    set_password(mia, password=PASSWORD, by=None)
    return mia


def said(password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"login": "mia@shop.example", "password": password, **more}


def test_ten_wrong_passwords_close_the_door_with_a_sentence(mia: Agent) -> None:
    client = Client()
    for _time in range(10):
        # allauth counts too, in this process alone: here is what all processes share
        cache.clear()
        answer = client.post("/sign-in/", said("wrong"))
    assert answer.status_code == 429
    assert "quarter of an hour" in answer.content.decode()
    cache.clear()
    assert client.post("/sign-in/", said()).status_code == 429
    assert client.get("/me").status_code == 302
    # somebody else at the same network address still comes in, and Mia from another
    jonas = agent(Role.HERO, email="jonas@shop.example")
    set_password(jonas, password=PASSWORD, by=None)
    beside = Client()
    beside.post("/sign-in/", {"login": "jonas@shop.example", "password": PASSWORD})
    assert beside.get("/me").status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/sign-in/", said()).status_code == 302
    assert elsewhere.get("/me").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "http:///evil",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(mia: Agent, path: str) -> None:
    answer = Client().post(f"/sign-in/?next={path}", said(next=path))
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_one_goes_on_where_one_wanted_to(mia: Agent) -> None:
    answer = Client().post("/sign-in/", said(next="/settings/heroes"))
    assert answer["Location"] == "/settings/heroes"


def test_a_session_known_before_is_nothing_afterwards(mia: Agent) -> None:
    client = Client()
    planted = client.session
    planted["x"] = 1
    planted.save()
    before = client.cookies["sessionid"].value
    client.post("/sign-in/", said())
    after = client.cookies["sessionid"].value
    assert before != after
    attacker = Client()
    attacker.cookies["sessionid"] = before
    assert attacker.get("/me").status_code == 302


def test_who_was_let_go_hears_so_with_the_right_password_alone(mia: Agent) -> None:
    Agent.objects.filter(pk=mia.pk).update(is_active=False)
    client = Client()
    answer = client.post("/sign-in/", said())
    assert answer.status_code == 403
    assert "This account is closed" in answer.content.decode()
    assert "do not belong together" in client.post("/sign-in/", said("wrong")).content.decode()
    assert client.get("/me").status_code == 302
