"""What the screens that everybody has open ask of the database."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Role
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Conversation
from lifelong.web.api.tests.shop import Shop

_BACKEND = "lifelong.web.signin.backend.Backend"


@pytest.fixture
def shop(db: None) -> Shop:
    return Shop()


@pytest.fixture
def screen(shop: Shop) -> Client:
    screen, mia = Client(), shop.agent("mia", Role.HERO)
    screen.force_login(mia, backend=_BACKEND)
    # as the door notes it
    UserSession.objects.create(user=mia, session_key=screen.session.session_key, ip="127.0.0.1")
    return screen


def talk(shop: Shop, name: str, words: int) -> Conversation:
    """A customer with so many messages on each side, who waits."""
    hero = shop.agent(f"writer-{name}", Role.HERO)
    for number in range(words):
        entry = shop.mail(f"{name}@example.com", f"And now? {number}")
        assert entry.contact
        reply(entry.contact, text=f"Soon. {number}", by=hero, seen_position=None)
    return shop.mail(f"{name}@example.com", "Well?").conversation


def asked(screen: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert screen.get(path).status_code == 200
    return len(caught)


def test_the_first_page_of_a_timeline_takes_ten_queries(shop: Shop, screen: Client) -> None:
    short, long = talk(shop, "ana", 1), talk(shop, "ben", 40)
    counts = [asked(screen, f"/conversations/{one.id}/entries") for one in (short, long)]
    assert max(counts) <= 10


def test_a_person_takes_no_more_queries_when_there_is_more_to_show(
    shop: Shop, screen: Client
) -> None:
    short, long = talk(shop, "ana", 1), talk(shop, "ben", 40)
    counts = [asked(screen, f"/people/{one.id}") for one in (short, long)]
    assert max(counts) <= 37


def test_nothing_new_costs_next_to_nothing(shop: Shop, screen: Client) -> None:
    one = talk(shop, "ana", 3)
    one.refresh_from_db()
    assert asked(screen, f"/conversations/{one.id}/entries?changed_after={one.revision}") <= 4


def test_who_waits_is_drawn_once_for_each_revision(shop: Shop, screen: Client) -> None:
    talk(shop, "ana", 0)
    first = screen.get("/waiting")
    before = asked(screen, "/waiting")
    for name in ("ben", "cleo"):
        talk(shop, name, 0)
    asked(screen, "/waiting")
    assert asked(screen, "/waiting") == before
    again = screen.get("/waiting")
    tag, now = first["Lifelong-Revision"], again["Lifelong-Revision"]
    assert tag != now and "cleo@example.com" not in again.content.decode()
    assert again.content.decode().count('<li id="waits-') == 3
    assert screen.get(f"/waiting?changed_after={now}").status_code == 204
    news = screen.get(f"/waiting?changed_after={tag}")
    assert news["Lifelong-Revision"] == now
    words = news.content.decode()
    assert words.count('<li id="waits-') == 3 and words.count("data-as-it-is") == 1
    assert screen.get("/waiting?changed_after=0").content == again.content
