"""What was said before all that a widget shows: asked for page by page."""

from typing import Any

import pytest

from lifelong.channels.models import Endpoint
from lifelong.connectors.chat import visitors
from lifelong.connectors.chat.tests.building import widget
from lifelong.connectors.intake import settle_batch
from lifelong.lib import ids
from lifelong.lib.rates import Limit
from lifelong.web.widget import talking
from lifelong.web.widget.tests.visiting import Widget

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def many_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(talking, "STRANGERS", Limit("90/minute", f"test {ids.new_id()}"))


@pytest.fixture
def shop() -> Endpoint:
    return widget()


@pytest.fixture
def ana(shop: Endpoint) -> Widget:
    """She has written, and was heard."""
    made = Widget(shop)
    made.say("Where is my tent?", name="Ana")
    settle_batch()
    made.look()
    return made


def chatter(by: Widget, words: range) -> None:
    for one in words:
        by.say(str(one))
    settle_batch()


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "MOST", 3)


def before(first: dict[str, str], by: Widget) -> Any:
    return by.ask("GET", f"messages?before={first['place']}").json()


def texts(page: Any) -> list[str]:
    return [one["text"] for one in page["messages"]]


@pytest.mark.usefixtures("few_at_once")
def test_what_was_said_before_is_turned_back_to_page_by_page(ana: Widget) -> None:
    chatter(ana, range(7))
    newest = Widget(ana.at, session=ana.session).look()
    assert (texts(newest), newest["earlier"]) == (["4", "5", "6"], True)
    page = before(newest["messages"][0], ana)
    assert (texts(page), page["earlier"]) == (["1", "2", "3"], True)
    page = before(page["messages"][0], ana)
    assert (texts(page), page["earlier"]) == (["Where is my tent?", "0"], False)
    assert before(page["messages"][0], ana) == {"messages": [], "earlier": False}


@pytest.mark.usefixtures("few_at_once")
def test_what_changed_is_added_and_too_much_of_it_stands_instead(ana: Widget) -> None:
    chatter(ana, range(2))
    heard = ana.look()
    assert (texts(heard), heard["earlier"]) == (["0", "1"], None)
    chatter(ana, range(2, 8))
    heard = ana.look()
    assert (texts(heard), heard["earlier"]) == (["5", "6", "7"], True)


@pytest.mark.usefixtures("few_at_once")
def test_nobody_turns_back_to_what_others_said(ana: Widget, shop: Endpoint) -> None:
    last = Widget(ana.at, session=ana.session).look()["messages"][-1]
    eve = Widget(shop)
    eve.meet()
    assert before(last | {"place": "9999999999.000000/00000009"}, eve)["messages"] == []
    eve.say("Mine")
    settle_batch()
    assert texts(before({"place": "9999999999.000000/00000009"}, eve)) == ["Mine"]


FAR = "9999999999.000000/" + "9" * 30


@pytest.mark.parametrize("place", ["", "1", "1.2/3", "9999999999999.000000/1", FAR])
def test_a_place_that_there_is_none_is_refused(ana: Widget, place: str) -> None:
    ana.ask("GET", f"messages?before={place}", 422)
