"""The demo shop's switch: there for everybody who sees its customers, and in no other shop."""

import pytest

from lifelong.accounts.models import Role
from lifelong.channels.tests.building import endpoint
from lifelong.conversations.tests.building import agent
from lifelong.simulation.queries import spell
from lifelong.simulation.shop import WIDGET
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db

#: not as htmx asks, which gets the middle of a page alone
WHOLE = {"HX-Request": "false"}
ON, OFF = "Let customers write", "Let them rest"


def page(somebody: Knocking, path: str) -> str:
    answer = somebody.client.get(path, headers=WHOLE)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def demo() -> None:
    endpoint(WIDGET, channel="chat")


@pytest.mark.parametrize("role", [Role.HERO, Role.LEAD, Role.ADMIN])
def test_it_is_switched_on_and_off_on_screen(demo: None, role: Role) -> None:
    somebody = Knocking(agent(role))
    assert ON in page(somebody, "/me")
    said = somebody.do("/demo/life")
    assert OFF in said and ON not in said and "until" in said
    assert OFF in somebody.see("/demo/life")
    assert OFF in page(somebody, "/me")
    assert spell() is not None
    assert ON in somebody.do("/demo/life", method="delete")
    assert spell() is None


def test_the_desk_of_a_newcomer_offers_it_before_anybody_is_open(demo: None) -> None:
    assert page(Knocking(agent()), "/").count(ON) == 2, "there, and under one's own name"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.WAREHOUSE])
def test_who_only_reads_is_not_offered_it(demo: None, role: Role) -> None:
    reader = Knocking(agent(role))
    assert ON not in page(reader, "/me")
    reader.do("/demo/life", status=403)
    assert spell() is None


def test_a_real_shop_knows_no_such_switch() -> None:
    hero = Knocking(agent())
    assert ON not in page(hero, "/") + page(hero, "/me")
    for method in ("GET", "POST", "DELETE"):
        assert hero.client.generic(method, "/demo/life").status_code == 404
    assert spell() is None


def test_a_door_that_is_shut_is_told(demo: None) -> None:
    hero = Knocking(agent())
    hero.do("/demo/life")
    now = spell()
    assert now
    now.is_shut = True
    now.save()
    assert "somebody did not get through" in page(hero, "/me")
