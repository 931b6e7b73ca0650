"""One tap on a link in a message: said once, by whoever has the link, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifelong.channels.actions.branding import save_brand
from lifelong.conversations.actions.closing import close
from lifelong.conversations.models import Contact, Conversation, Entry
from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import endpoint, receive_one, topic
from lifelong.customers.models import Consent
from lifelong.lib import clock
from lifelong.lib.tests.pictures import GIF
from lifelong.plays.actions.taking_steps import take_due_steps
from lifelong.plays.models import Case, PlayKind
from lifelong.plays.taps import Tap, link
from lifelong.plays.tests.building import Saying, case, play
from lifelong.web.look.brands import logo_of

pytestmark = pytest.mark.django_db


def path(tap: Tap, of: Case | Entry) -> str:
    return "/t/" + link(tap, of.id).rpartition("/")[2]


def closed_case() -> tuple[Case, Contact]:
    ours = endpoint()
    came = receive_one(at=ours)
    contact = close(came.contact, topic=topic(), by=None, reason="told by phone")
    customer = came.conversation.customer
    return case(play(PlayKind.FOLLOW_UP, at=ours), customer, contact=contact), contact


def test_looking_says_nothing_and_saying_it_twice_is_once() -> None:
    one, contact = closed_case()
    page = Client().get(path(Tap.SETTLED, one))
    assert page.status_code == 200 and b"tap.js" in page.content
    contact.refresh_from_db()
    assert contact.confirmed is None
    for _ in range(2):
        # as a mail program or another site would: without any token of ours
        assert Client(enforce_csrf_checks=True).post(path(Tap.SETTLED, one)).status_code == 200
    contact.refresh_from_db()
    assert contact.confirmed is True
    assert Entry.objects.filter(details__what="confirmed").count() == 1


def test_what_is_not_settled_waits_for_a_hero_again() -> None:
    one, contact = closed_case()
    Client().post(path(Tap.SETTLED, one))
    Client().post(path(Tap.NOT_SETTLED, one))
    contact.refresh_from_db()
    assert (contact.confirmed, contact.closed_at) == (False, None)
    assert Conversation.objects.get().status == Status.NEW


def test_what_was_asked_half_a_year_ago_is_answered_no_more_but_a_stop_holds() -> None:
    one, contact = closed_case()
    case(play())
    take_due_steps(PlayKind.OUTREACH, Saying())
    with clock.stopped_at(clock.now() + timedelta(days=181)):
        for knock in (Client().get, Client().post):
            answer = knock(path(Tap.NOT_SETTLED, one))
            assert answer.status_code == 404 and b"simply write to us" in answer.content
        entry = Entry.objects.get(kind="message_out")
        assert Client().post(path(Tap.STOP, entry)).status_code == 200
    contact.refresh_from_db()
    assert (contact.confirmed, contact.closed_at is None) == (None, False)
    assert Consent.objects.exists()


def test_a_stop_asks_once_more_and_ends_only_what_it_is_about() -> None:
    case(play())
    take_due_steps(PlayKind.OUTREACH, Saying())
    entry = Entry.objects.get()
    page = Client().get(path(Tap.STOP, entry))
    assert b"tap.js" not in page.content and not Consent.objects.exists()
    Client().post(path(Tap.STOP, entry), {"List-Unsubscribe": "One-Click"})
    said = Consent.objects.get()
    assert (said.purpose, said.given, said.how) == ("updates", False, "link")


@pytest.mark.parametrize(
    "spoil", [lambda path: path[:-2], lambda path: path + "x", lambda _: "/t/x"]
)
def test_a_link_that_is_not_ours_says_so(spoil: Callable[[str], str]) -> None:
    one, contact = closed_case()
    for method in (Client().get, Client().post):
        answer = method(spoil(path(Tap.NOT_SETTLED, one)))
        assert answer.status_code == 404 and b"simply answer us" in answer.content
    contact.refresh_from_db()
    assert contact.confirmed is None


def test_it_looks_like_the_brand_it_speaks_for() -> None:
    one, _contact = closed_case()
    brand = one.play.brand
    save_brand(brand, name="Lantern", zone="UTC", currency="EUR", accent="#ffd000", logo=GIF)
    for knock in (Client().get, Client().post):
        page = knock(path(Tap.SETTLED, one)).content.decode()
        assert 'fill="#ffd000"' in page and "dark-ink" in page and "Lantern" in page
        assert f'<img src="{logo_of(brand)}"' in page


def test_the_logo_comes_with_what_is_asked_about() -> None:
    one, _contact = closed_case()
    save_brand(one.play.brand, name="Lantern", zone="UTC", currency="EUR", logo=GIF)
    with CaptureQueriesContext(connection) as asked:
        assert b"<img" in Client().get(path(Tap.SETTLED, one)).content
    assert not [sql["sql"] for sql in asked if 'FROM "files_storedfile"' in sql["sql"]]


def test_nothing_of_the_customer_is_shown() -> None:
    one, _contact = closed_case()
    page = Client().get(path(Tap.SETTLED, one)).content
    assert b"ana@example.com" not in page and b"Ana" not in page
