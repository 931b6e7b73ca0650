"""What a widget sends and is told: once, in order, to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Delivery, Endpoint
from lifelong.channels.tests.building import inbox
from lifelong.connectors.chat.models import Visit
from lifelong.connectors.chat.tests.building import widget
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.outgoing import send
from lifelong.conversations.actions import viewing
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Conversation, Entry
from lifelong.customers.models import Customer, Handle
from lifelong.files.models import StoredFile
from lifelong.lib import clock, ids
from lifelong.lib.rates import Limit
from lifelong.live.tickets import read_token
from lifelong.web.widget import talking
from lifelong.web.widget.tests.visiting import Widget

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\npixels"


@pytest.fixture
def hero() -> Agent:
    return agent(name="Mia Brandt")


@pytest.fixture
def shop(hero: Agent) -> Endpoint:
    return widget(into=inbox(hero))


@pytest.fixture
def ana(shop: Endpoint) -> Widget:
    """She has written, and was heard."""
    made = Widget(shop)
    made.say("Where is my tent?", name="Ana")
    settle_batch()
    made.look()
    return made


def answer(text: str, by: Agent, **said: Any) -> Entry:
    entry = reply(Contact.objects.latest("opened_at"), text=text, by=by, seen_position=0, **said)
    with clock.stopped_at(clock.now() + timedelta(seconds=4)):
        send(entry.id)
    return entry


def test_who_only_looks_leaves_nothing(shop: Endpoint) -> None:
    for _visit in range(5):
        bot = Widget(shop)
        bot.meet()
        bot.look()
        bot.send("PUT", "presence", {"writing": True})
        bot.send("POST", "stream-token")
    assert not (Customer.objects.exists() or Visit.objects.exists() or Delivery.objects.exists())


def test_it_is_committed_raw_before_the_widget_hears_that_it_is_sent(shop: Endpoint) -> None:
    said = ids.new_id()
    assert Widget(shop).say("Where is my tent?", id=said) == {"id": str(said)}
    kept = Delivery.objects.get()
    assert (kept.connector, kept.endpoint_id, kept.state) == ("chat", shop.id, "unprocessed")
    assert b"Where is my tent?" in bytes(kept.body)


def test_sent_again_it_counts_once(ana: Widget) -> None:
    said = ids.new_id()
    for _try in range(3):
        ana.say("And when?", id=said)
    settle_batch()
    assert [one["id"] for one in ana.look()["messages"]] == [str(said)]


def test_a_widget_is_told_what_changed_since_its_last_look(ana: Widget, hero: Agent) -> None:
    assert ana.texts() == []
    answer("It left this morning.", hero)
    (told,) = ana.look()["messages"]
    assert (told["text"], told["mine"], told["name"]) == ("It left this morning.", False, "Mia")
    assert ana.texts() == []


def test_a_link_behind_words_is_spelt_out_and_what_a_visitor_wrote_stays(
    ana: Widget, hero: Agent
) -> None:
    ana.say("[mine](https://a.example)")
    settle_batch()
    answer("**See** [this](https://a.example).", hero)
    told = {one["mine"]: one["text"] for one in ana.look()["messages"]}
    assert told == {True: "[mine](https://a.example)", False: "**See** this <https://a.example>."}


def test_an_answer_has_arrived_when_the_widget_says_so(ana: Widget, hero: Agent) -> None:
    entry = answer("It left this morning.", hero)
    (told,) = ana.look()["messages"]
    assert told["receipt"] == str(entry.id)
    ana.send("POST", "receipts", {"entries": [told["receipt"]]}, 204)
    entry.sending.refresh_from_db()
    assert entry.sending.state == "delivered"
    (again,) = ana.look()["messages"]
    assert "receipt" not in again


def test_nobody_else_can_say_that_it_has_arrived(ana: Widget, hero: Agent, shop: Endpoint) -> None:
    entry = answer("It left this morning.", hero)
    eve = Widget(shop)
    eve.say("Hi")
    settle_batch()
    eve.send("POST", "receipts", {"entries": [str(entry.id), "no id", None]}, 204)
    entry.sending.refresh_from_db()
    assert entry.sending.state == "accepted"


def test_visitors_know_nothing_of_each_other(ana: Widget, hero: Agent, shop: Endpoint) -> None:
    eve = Widget(shop)
    eve.say("Mine")
    settle_batch()
    answer("For Eve", hero)
    assert ana.texts() == []
    eve.after = ana.after  # what she could guess of Ana's
    assert eve.texts() == ["Mine", "For Eve"]
    heard = read_token(ana.send("POST", "stream-token")["token"])
    person = Conversation.objects.get(customer__name="Ana").customer_id
    assert heard.audiences == {heard.listener, f"customer:{person}"}


def test_a_file_is_shown_or_downloaded_and_never_run(ana: Widget) -> None:
    hostile = b"<script>alert(1)</script>"
    files = [("tent.png", "text/html", PNG), ("x.html", "text/html", hostile)]
    ana.say("", files=files)
    settle_batch()
    picture, page = ana.look()["messages"][0]["files"]
    assert (picture["picture"], page["picture"]) == (True, False)
    shown = ana.ask("GET", picture["path"])
    assert (shown["Content-Type"], shown.content) == ("image/png", PNG)
    downloaded = ana.ask("GET", page["path"])
    assert downloaded["Content-Type"] == "application/octet-stream"
    assert downloaded["Content-Disposition"].startswith("attachment")
    assert "sandbox" in downloaded["Content-Security-Policy"]
    ana.ask("GET", picture["path"][:-2] + "xx", 404)


def test_an_answers_files_come_along(ana: Widget, hero: Agent) -> None:
    from lifelong.conversations.incoming import IncomingFile

    invoice = IncomingFile(name="invoice.pdf", content_type="application/pdf", content=b"%PDF")
    answer("Here", hero, files=[invoice])
    (file,) = ana.look()["messages"][0]["files"]
    assert ana.ask("GET", file["path"]).content == b"%PDF"


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ({"text": ""}, 422, "Write something"),
        ({"text": "x" * 5001}, 422, "too long"),
        ({"text": "x", "email": "ana@"}, 422, "no e-mail address"),
        ({"text": "x", "files": [("a", "a/b", b"x" * 21_100_000)]}, 413, "larger than 20 MB"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_sentence(
    shop: Endpoint, said: dict[str, Any], status: int, why: str
) -> None:
    assert why in Widget(shop).say(status=status, **said)["message"]
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("body", [b"{", b"[]", b"[" * 15000, b"x" * 30000])
def test_nonsense_is_refused(ana: Widget, body: bytes) -> None:
    answer = ana._client.generic(
        "PUT", f"/widget/{ana.at.address}/presence", body, content_type="application/json",
        headers={"Authorization": f"Bearer {ana.session}"},
    )  # fmt: skip
    assert answer.status_code in (413, 422) and answer.json()["message"]


def test_without_a_session_nothing_opens(shop: Endpoint) -> None:
    stranger = Widget(shop)
    for method, path in [
        ("GET", "messages"), ("POST", "messages"), ("POST", "receipts"), ("PUT", "presence"),
        ("DELETE", "presence"), ("POST", "stream-token"),
    ]:  # fmt: skip
        stranger.ask(method, path, 401)
        Widget(shop, session="forged").ask(method, path, 401)


def test_a_widget_that_is_not_in_use_takes_nothing(ana: Widget, shop: Endpoint) -> None:
    Endpoint.objects.update(is_active=False)
    ana.ask("GET", "messages", 404)
    assert Client().get(f"/widget/{shop.address}.js").status_code == 404


def test_a_flood_of_strangers_is_slowed_down(
    shop: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "STRANGERS", Limit("3/minute", f"test {ids.new_id()}"))
    for _bot in range(3):
        Widget(shop).say("Buy")
    assert "too often" in Widget(shop).say("Buy", 429)["message"]
    assert Delivery.objects.count() == 3


def test_a_flood_of_one_is_slowed_down(ana: Widget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "WORDS", Limit("2/minute", f"test {ids.new_id()}"))
    ana.say("1"), ana.say("2"), ana.say("3", 429)


def test_hero_and_visitor_see_that_the_other_is_here(ana: Widget, hero: Agent) -> None:
    conversation = Conversation.objects.get()
    assert ana.look()["heroes"] == []
    viewing.view(conversation, by=hero, typing=False)
    assert ana.look()["heroes"] == [{"name": "Mia", "writing": False}]
    viewing.view(conversation, by=hero, typing=True)
    assert ana.send("PUT", "presence", {"writing": True})["heroes"][0]["writing"] is True
    visit = Visit.objects.get(handle=Handle.objects.get(kind="visitor"))
    assert visit.typing_at is not None
    ana.send("DELETE", "presence", None, 204)
    visit.refresh_from_db()
    assert visit.typing_at is None and clock.now() - visit.seen_at > timedelta(minutes=1)


def test_who_may_not_answer_is_not_announced(ana: Widget) -> None:
    viewing.view(Conversation.objects.get(), by=agent(Role.AUDITOR), typing=False)
    assert ana.look()["heroes"] == []


def test_a_removed_file_is_gone(ana: Widget) -> None:
    ana.say("", files=[("tent.png", "image/png", PNG)])
    settle_batch()
    path = ana.look()["messages"][0]["files"][0]["path"]
    Entry.objects.filter(attachments__file__in=StoredFile.objects.all()).update(
        redacted_at=clock.now()
    )
    ana.ask("GET", path, 404)
