"""The live board: who waits where, and what heroes do, for leads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import Brand, Inbox
from lifelong.conversations.actions.owning import take
from lifelong.conversations.models import Conversation
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.routing.actions.signing_on import go_away, sign_off, sign_on
from lifelong.routing.models import AwayReason, Shift
from lifelong.routing.tests.ground import a_hero, an_inbox, chat, mail, settle
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db
PATHS = ("/board", "/board/waiting", "/board/heroes")


@pytest.fixture
def support(db: None) -> Inbox:
    return an_inbox("Support")


@pytest.fixture
def lead(support: Inbox) -> Knocking:
    return Knocking(a_hero("Lena", support, role=Role.LEAD))


def due_in(minutes: int, one: Conversation, name: str = "") -> Conversation:
    Conversation.objects.filter(pk=one.pk).update(due_at=clock.now() + timedelta(minutes=minutes))
    if name:
        Customer.objects.filter(pk=one.customer_id).update(name=name)
    return one


def rail_of(someone: Knocking) -> str:
    return someone.client.get("/me", headers={"HX-Request": ""}).content.decode()


def plain(page: str) -> str:
    return " ".join(page.split())


@pytest.mark.parametrize("role", [Role.HERO, Role.ADMIN, Role.AUDITOR, Role.SEASONAL])
def test_the_board_is_for_leads(role: Role, lead: Knocking) -> None:
    assert 'href="/board"' in rail_of(lead)
    other = Knocking(a_hero("Otto", role=role))
    for path in PATHS:
        other.see(path, 403)
    assert (
        'href="/board"' not in other.client.get("/me", headers={"HX-Request": ""}).content.decode()
    )


def test_who_waits_is_counted_with_ways_to_those_who_come_first(
    lead: Knocking, support: Inbox
) -> None:
    soon = due_in(9, mail(support), "Ana Lind")
    late = due_in(-20, mail(support), "Bo Ek")
    chat(support)
    page = plain(lead.see("/board/waiting"))
    for one, name in ((soon, "Ana Lind"), (late, "Bo Ek")):
        assert f'<a href="/people/{one.id}" dir="auto">{name}</a>' in page
    assert '<dd class="soon">2</dd>' in page and '<dd class="late">1</dd>' in page
    assert page.index("Chat") < page.index("E-mail"), "each channel has a row"


def test_who_is_due_later_is_due_next(lead: Knocking, support: Inbox) -> None:
    one = due_in(180, mail(support), "Ana Lind")
    page = plain(lead.see("/board/waiting"))
    assert "next</span>" in page and page.count(f"/people/{one.id}") == 3
    assert 'class="soon"' not in page and 'class="late"' not in page


def test_who_has_no_name_is_called_by_how_they_wrote(lead: Knocking, support: Inbox) -> None:
    Customer.objects.filter(pk=mail(support, "cleo").customer_id).update(name="")
    assert "cleo@customers.example" in lead.see("/board/waiting")


def test_nothing_of_other_inboxes_is_told(lead: Knocking, support: Inbox) -> None:
    repairs = an_inbox("Repairs")
    both, foreign = a_hero("Dora", support, repairs), a_hero("Fritz", repairs)
    for hero in (both, foreign):
        sign_on(hero)
    mine, *hidden = mail(support), mail(repairs), mail(repairs), mail(repairs)
    for one, hero in ((mine, both), (hidden[0], both), (hidden[1], foreign)):
        take(one, by=hero)
    hidden.append(chat(repairs))
    settle()
    due_in(-1, mine, "Ana Lind")
    for one in hidden:
        due_in(-9, one, f"Hidden {one.id}")
    page = plain(lead.see("/board"))
    assert "Ana Lind" in page and "Dora" in page and "1 of 2" in page
    assert "also in inboxes that you do not see" in page
    for word in ("Repairs", "Hidden", "Fritz", *(str(one.id) for one in hidden)):
        assert word not in page
    assert "<dd>1</dd>" in page and '<dd class="late">1</dd>' in page
    admin = Knocking(a_hero("Amin", role=Role.ADMIN))
    Agent.objects.filter(pk=admin.person.pk).update(roles=[Role.ADMIN, Role.LEAD])
    everything = plain(admin.see("/board"))
    assert "Repairs" in everything and "Fritz" in everything and "do not see" not in everything


def test_what_heroes_do_is_shown(lead: Knocking, support: Inbox) -> None:
    dora, away, off = a_hero("Dora", support), a_hero("Yann", support), a_hero("Bo", support)
    for hero in (dora, away, off):
        sign_on(hero)
    go_away(away, reason=AwayReason.MEAL)
    sign_off(off)
    held, ringing = mail(support, "ana"), chat(support, "cleo")
    settle()
    page = plain(lead.see("/board/heroes"))
    assert "2 signed on" in page and "Meal" in page
    row = page[page.index(f'id="hero-{dora.id}"') : page.index(f'id="hero-{away.id}"')]
    assert f"/people/{held.id}" in row and f"/people/{ringing.id}" in row
    assert "rings" in row and row.count("1 of 2") == 2
    folded = page[page.index("<details") :]
    assert "Bo" in folded and "since" in folded and "never signed on" in folded


def test_who_waits_for_somebody_off_shift_shows_in_the_fold(lead: Knocking, support: Inbox) -> None:
    left = mail(support)
    take(left, by=a_hero("Bo", support))
    page = plain(lead.see("/board/heroes"))
    assert "1 customer waits for them" in page and f"/people/{left.id}" in page
    assert "Nobody is signed on" in page


def test_a_lost_screen_is_said(lead: Knocking, support: Inbox) -> None:
    sign_on(dora := a_hero("Dora", support))
    assert "nobody rings there" not in lead.see("/board/heroes")
    Shift.objects.filter(agent=dora).update(screen_at=clock.now() - timedelta(minutes=9))
    assert "nobody rings there" in lead.see("/board/heroes")


def test_a_quiet_night_and_an_empty_house_say_what_will_come(lead: Knocking) -> None:
    page = lead.see("/board")
    assert "Nobody waits" in page and "Nobody is signed on" in page
    page = Knocking(a_hero("Lone", role=Role.LEAD)).see("/board")
    assert "There is no inbox for you yet" in page and "No hero yet" in page


def test_inboxes_are_told_apart_and_quiet_ones_only_named(lead: Knocking, support: Inbox) -> None:
    elsewhere = Brand.objects.create(name="Oak & Iron")
    also = Inbox.objects.create(brand=elsewhere, name="Joinery")
    quiet = an_inbox("Quiet corner")
    for one in (also, quiet):
        one.members.add(lead.person)
    mail(support)
    mail(also)
    page = plain(lead.see("/board/waiting"))
    assert "Oak &amp; Iron" in page and "Tests &amp; Co" in page
    assert "Nobody waits in <bdi>Quiet corner</bdi> (<bdi>Tests &amp; Co</bdi>)." in page


def test_words_of_others_stay_words(lead: Knocking, support: Inbox) -> None:
    due_in(-5, mail(support), "<img src=x onerror=alert(1)>")
    sign_on(a_hero("<script>", support))
    page = lead.see("/board")
    assert "<img" not in page and "<script>" not in page


def test_the_page_asks_as_much_for_twenty_heroes_as_for_two(lead: Knocking, support: Inbox) -> None:
    def hire(count: int, name: str) -> None:
        for number in range(count):
            inbox = an_inbox(f"{name} {number}")
            inbox.members.add(lead.person)
            hero = a_hero(f"{name}{number}", support, inbox)
            sign_on(hero)
            take(mail(inbox), by=hero)
            chat(inbox)
        settle()
        Customer.objects.update(name="")

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            lead.see(path)
        return len(queries)

    hire(2, "few")
    few = {path: asked(path) for path in PATHS}
    hire(18, "many")
    assert {path: asked(path) for path in PATHS} == few
    assert few["/board/waiting"] < 12 and few["/board/heroes"] < 15
