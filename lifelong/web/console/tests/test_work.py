"""A hero's list: my work, who waits, and what is done to them without opening them."""

import re
from datetime import timedelta

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import Endpoint, Inbox
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.models import Conversation, SetAsideOn
from lifelong.conversations.tests.building import (
    Came,
    agent,
    endpoint,
    inbox,
    incoming,
    receive_one,
    topic,
)
from lifelong.customers.models import Consent, Handle
from lifelong.lib import clock
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def ours() -> Endpoint:
    return endpoint()


@pytest.fixture
def mia(ours: Endpoint) -> Agent:
    hero = agent(name="Mia")
    ours.inbox.members.add(hero)
    return hero


@pytest.fixture
def ida(ours: Endpoint) -> Agent:
    hero = agent(name="Ida")
    ours.inbox.members.add(hero)
    return hero


@pytest.fixture
def screen(mia: Agent) -> Knocking:
    return Knocking(mia)


def wrote(name: str, *, to: Agent | None = None) -> Came:
    came = receive_one(incoming(sender=f"{name}@example.com"))
    if to:
        take(came.conversation, by=to)
    return came


def at(came: Came, part: str) -> str:
    return f"/conversations/{came.conversation.id}/{part}"


def groups(page: str) -> dict[str, list[str]]:
    """Titles of the list with the names below them."""
    parts = re.split(r"<h3[^>]*>", page)[1:]
    return {
        part.split("<")[0].strip(): re.findall(r'<span class="clip" dir="auto">([^<]+)', part)
        for part in parts
    }


def deeds(screen: Knocking) -> list[str]:
    return re.findall(r'data-deeds="([^"]*)"', screen.see("/waiting"))


def owner(came: Came) -> Agent | None:
    return Conversation.objects.select_related("owner").get(pk=came.conversation.pk).owner


def undo_path(page: str) -> str:
    found = re.search(r'hx-delete="([^"]+)"', page)
    assert found, page
    return found[1]


def test_the_list_is_in_the_groups_that_a_hero_thinks_in(
    screen: Knocking, mia: Agent, ida: Agent
) -> None:
    due, promised, aside = wrote("due", to=mia), wrote("promised", to=mia), wrote("aside", to=mia)
    reply(promised.contact, text="Soon", by=mia, seen_position=None)
    promise(promised.contact, text="Call", due_at=clock.now() + 3 * HOUR, by=mia)
    set_aside(aside.contact, until=clock.now() + HOUR, on=SetAsideOn.CARRIER, by=mia)
    wrote("anybody")
    wrote("hers", to=ida)
    Conversation.objects.filter(pk=due.conversation.pk).update(due_at=clock.now())
    page = screen.see("/waiting")
    assert groups(page) == {
        "Due today": ["Due"],
        "Promised": ["Promised"],
        "On a carrier": ["Aside"],
        "For anybody": ["Anybody"],
        "With a colleague": ["Hers"],
    }
    assert 'due="Promised by {time}"' in page and 'due="Set aside until {time}"' in page
    assert 'used="{share} of the target used up"' in page


def test_only_who_may_finds_what_can_be_done(screen: Knocking, mia: Agent, ida: Agent) -> None:
    wrote("anybody")
    wrote("hers", to=ida)
    assert deeds(screen) == ["take pass", ""]
    lead = agent(Role.LEAD)
    Inbox.objects.get().members.add(lead)
    assert re.findall(r'data-deeds="([^"]*)"', Knocking(lead).see("/waiting")) == [
        "take pass",
        "pass",
    ]


def test_taken_from_the_row_and_undone(screen: Knocking, mia: Agent) -> None:
    came = wrote("ana")
    said = screen.do(at(came, "ownership"))
    assert owner(came) == mia
    assert "Ana is with you." in said
    screen.do(undo_path(said), 204, "delete")
    assert owner(came) is None


def test_a_take_over_offers_no_undo_that_would_lead_elsewhere(
    screen: Knocking, ida: Agent, mia: Agent
) -> None:
    came = wrote("ana", to=ida)
    assert screen.do(at(came, "ownership"), 204, **{"from": str(ida.id)}) == ""
    assert owner(came) == mia


def test_two_who_take_at_once_do_not_collide(screen: Knocking, ida: Agent) -> None:
    came = wrote("ana", to=ida)
    assert "Ida already has this customer." in screen.do(at(came, "ownership"), 409)
    said = {"to": f"hero {ida.id}"}
    assert "Ida already has" in screen.do(at(came, "passing-on"), 409, **said)


def test_one_is_asked_to_whom(screen: Knocking, mia: Agent, ida: Agent) -> None:
    inbox(name="Returns")
    page = screen.see(at(wrote("ana"), "passing-on"))
    assert "Ida" in page and "not at work" in page and "Returns" in page
    assert f"hero {mia.id}" not in page
    assert "Choose to whom." in screen.do(at(wrote("bo"), "passing-on"), 422, to="hero nobody")


def test_passed_on_with_a_note_and_taken_back(screen: Knocking, mia: Agent, ida: Agent) -> None:
    came = wrote("ana", to=mia)
    said = screen.do(at(came, "passing-on"), to=f"hero {ida.id}", note="Speaks Polish")
    assert "Ana is with Ida now." in said and owner(came) == ida
    timeline = screen.see(at(came, "entries?changed_after=0"))
    assert "Mia passed them on to Ida" in timeline and "Speaks Polish" in timeline
    # somebody else's signature is none of theirs
    Knocking(ida).do(undo_path(said), 404, "delete")
    screen.do(undo_path(said), 204, "delete")
    assert owner(came) == mia


def test_who_is_passed_out_of_sight_is_shown_no_more_and_can_be_taken_back(
    screen: Knocking, mia: Agent
) -> None:
    came = wrote("ana", to=mia)
    there = inbox(name="Returns")
    answer = screen.client.post(
        at(came, "passing-on"),
        {"to": f"inbox {there.id}"},
        headers={"HX-Current-URL": f"http://x/people/{came.conversation.id}"},
    )
    page = answer.content.decode()
    assert answer["HX-Push-Url"] == "/" and 'id="person" hx-swap-oob' in page
    screen.see(f"/people/{came.conversation.id}", 404)
    screen.do(undo_path(page), 204, "delete")
    assert owner(came) == mia


def test_what_a_colleague_has_seen_to_is_not_taken_back(
    screen: Knocking, mia: Agent, ida: Agent
) -> None:
    came = wrote("ana", to=mia)
    said = screen.do(at(came, "passing-on"), to=f"hero {ida.id}")
    note(came.conversation, text="Mine", by=ida)
    assert "Ida has already seen to them." in screen.do(undo_path(said), 409, "delete")


def test_the_reason_is_one_sentence_and_the_clock(screen: Knocking, mia: Agent, ida: Agent) -> None:
    with clock.stopped_at(clock.now() - HOUR):
        first = wrote("first")
    second = wrote("second")
    page = screen.see(at(first, "reason"))
    assert "of the target used up" in page
    assert "First of 2 in" in page and "nobody who answers there is at work." in page
    assert "Number 2 of 2 in" in screen.see(at(second, "reason"))
    take(second.conversation, by=ida)
    assert "Ida took them, " in screen.see(at(second, "reason"))
    set_aside(second.contact, until=clock.now() + HOUR, on=SetAsideOn.BANK, by=ida)
    assert "waiting for a bank." in screen.see(at(second, "reason"))


def test_everybody_sees_what_is_pinned_and_by_whom(
    screen: Knocking, mia: Agent, ida: Agent
) -> None:
    came = wrote("ana")
    screen.do(at(came, "pins"), 204, text="Prefers <calls>")
    noted = note(came.conversation, text="Broke twice", by=ida)
    Knocking(ida).do(f"/entries/{noted.id}/pin", 204)
    page = screen.see(at(came, "who"))
    assert "Prefers &lt;calls&gt;" in page and "pinned by Mia" in page and "pinned by Ida" in page
    assert "Write what everybody should know." in screen.do(at(came, "pins"), 422, text=" ")
    path = re.findall(r'hx-delete="(/pins/[^"]+)"', page)[0]
    Knocking(ida).do(path, 204, "delete")
    assert "Prefers" not in screen.see(at(came, "who"))


def test_an_auditor_sees_pins_and_pins_nothing(ours: Endpoint, mia: Agent) -> None:
    came = wrote("ana")
    Knocking(mia).do(at(came, "pins"), 204, text="Prefers calls")
    page = Knocking(agent(Role.AUDITOR)).see(at(came, "who"))
    assert "Prefers calls" in page and "Unpin" not in page and "Pin something" not in page


def test_topics_until_now_are_counted(screen: Knocking, mia: Agent) -> None:
    for days, name in ((90, "Broken"), (60, "Where is it"), (30, "Where is it")):
        with clock.stopped_at(clock.now() - timedelta(days=days)):
            came = wrote("ana")
            reply(came.contact, text="So", by=mia, seen_position=None)
            close(came.contact, topic=topic(name), by=mia)
    page = screen.see(at(came, "topics"))
    counted = re.findall(r"<dt[^>]*>([^<]+)</dt><dd>(\d)", page)
    assert counted == [("Where is it", "2"), ("Broken", "1")]
    assert "Nothing was settled yet." in screen.see(at(wrote("bo"), "topics"))


def test_consent_is_said_by_channel(screen: Knocking, mia: Agent) -> None:
    came = wrote("ana")
    handle = Handle.objects.get(value="ana@example.com")
    page = screen.see(at(came, "consents"))
    assert "Answers: yes" in page and "News of their orders: yes" in page and "Offers: no" in page
    Consent.objects.create(
        handle=handle, customer_id=handle.customer_id, channel="email", purpose="offers",
        given=True, how="link", at=clock.now(),
    )  # fmt: skip
    page = screen.see(at(came, "consents"))
    assert "Offers: yes" in page and "by a link in a message" in page


def test_a_proof_is_said_in_words(screen: Knocking, mia: Agent) -> None:
    came = wrote("ana")
    Handle.objects.update(proved_how="dmarc", proved_at=clock.now())
    assert "proved by a mail that its domain signed, now" in screen.see(at(came, "who"))
