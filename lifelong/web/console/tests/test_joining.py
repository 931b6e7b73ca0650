"""Joined people on a hero's screen: one row, one page, and no way past another inbox."""

import json

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import Endpoint, Inbox
from lifelong.conversations.actions.drafting import save_draft
from lifelong.conversations.models import Conversation
from lifelong.conversations.tests.building import Came, agent, endpoint
from lifelong.conversations.tests.people import MAIL, WORK, customer, joined, lead_of, wrote
from lifelong.customers.actions.showing import claim
from lifelong.customers.models import Handle, Joining, NotTheSame
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours() -> Endpoint:
    return endpoint()


@pytest.fixture
def mia(ours: Endpoint) -> Agent:
    hero = agent(name="Mia")
    ours.inbox.members.add(hero)
    return hero


@pytest.fixture
def screen(mia: Agent) -> Knocking:
    return Knocking(mia)


def at(conversation: Conversation, part: str) -> str:
    return f"/conversations/{conversation.id}/{part}"


def join_by_click(screen: Knocking, here: Came, there: Came, status: int = 204) -> str:
    path = at(here.conversation, "joinings")
    return screen.do(path, status, other=str(customer(there).id))


def test_one_click_joins_and_one_parts(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    join_by_click(screen, second, first)
    assert lead_of(second) == first.conversation
    page = screen.see(at(first.conversation, "who"))
    made = Joining.objects.get()
    assert f"/joinings/{made.id}" in page
    assert "by Mia" in page
    screen.do(f"/joinings/{made.id}", 204, method="delete")
    assert lead_of(second) == second.conversation


def test_joined_people_are_one_row_with_their_last_words(screen: Knocking) -> None:
    first, second = wrote(MAIL, "First"), wrote(WORK, "Last words")
    joined(first, second)
    rows = screen.see("/waiting")
    assert rows.count("data-row") == 1
    assert str(first.conversation.id) in rows
    assert "Last words" in rows


def test_the_profile_holds_all_handles_and_the_first_name_that_there_is(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    who = customer(first)
    who.name = ""
    who.save()
    joined(first, second)
    page = screen.see(at(first.conversation, "who"))
    assert MAIL in page and WORK in page
    assert ">Ana<" in page
    assert ">Ana<" in screen.see("/waiting")


def test_a_screen_open_on_who_was_joined_goes_on_to_the_lead(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    seen = second.conversation.revision
    joined(first, second)
    answer = screen.client.get(at(second.conversation, f"entries?changed_after={seen}"))
    goes_to_lead(answer.headers, first)
    assert screen.client.get(at(second.conversation, "who")).status_code == 204
    page = screen.client.get(f"/people/{second.conversation.id}")
    assert page.headers["HX-Push-Url"] == f"/people/{first.conversation.id}"


def goes_to_lead(headers: object, lead: Came) -> None:
    said = json.loads(headers["HX-Location"])  # type: ignore[index]
    assert said["path"] == f"/people/{lead.conversation.id}"


def test_a_screen_of_the_lead_starts_anew_at_joining_and_at_parting(
    screen: Knocking, mia: Agent
) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    seen = first.conversation.revision
    made = joined(first, second)
    path = at(first.conversation, "entries?changed_after=")
    goes_to_lead(screen.client.get(f"{path}{seen}").headers, first)
    seen = first.conversation.revision
    assert "HX-Location" not in screen.client.get(f"{path}{seen}").headers
    screen.do(f"/joinings/{made.id}", 204, method="delete")
    goes_to_lead(screen.client.get(f"{path}{seen}").headers, first)


def test_words_begun_to_who_was_joined_stand_in_the_one_composer(
    screen: Knocking, mia: Agent
) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    save_draft(second.conversation, by=mia, text="Dear office", version=0)
    joined(first, second)
    page = screen.see(f"/people/{first.conversation.id}")
    assert "Dear office" in page
    assert at(second.conversation, "draft") in page
    screen.do(at(first.conversation, "replies"), text="Dear office, yes", seen=99)
    assert "Dear office</textarea>" not in screen.see(f"/people/{first.conversation.id}")


def test_a_suggestion_says_what_speaks_for_it_and_can_be_dismissed(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    claim(customer(first), kind="email", value=WORK, how="checkout")
    for one, sentence in (
        (first, f"Both gave {WORK}: one in the checkout, not proved; one by mail, not proved."),
        (second, f"Both gave {WORK}: one by mail, not proved; one in the checkout, not proved."),
    ):
        assert sentence in screen.see(at(one.conversation, "who"))
    screen.do(at(second.conversation, "apart"), 204, other=str(customer(first).id))
    assert NotTheSame.objects.count() == 1
    assert "Both gave" not in screen.see(at(first.conversation, "who"))


def test_who_joins_after_all_takes_back_that_they_were_two(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    screen.do(at(second.conversation, "apart"), 204, other=str(customer(first).id))
    join_by_click(screen, first, second)
    assert not NotTheSame.objects.exists()


def test_nobody_joins_whose_words_they_may_not_read(screen: Knocking, ours: Endpoint) -> None:
    other = Endpoint.objects.create(
        brand=ours.brand, channel="email", address="vip@shop.example", name="VIP",
        inbox=Inbox.objects.create(brand=ours.brand, name="VIP"),
    )  # fmt: skip
    first, hidden = wrote(MAIL), wrote(WORK, at=other)
    claim(customer(first), kind="email", value=WORK, how="checkout")
    page = screen.see(at(first.conversation, "who"))
    assert "They are in another inbox" in page
    assert str(hidden.conversation.id) not in page
    assert "They are in the inbox VIP" in join_by_click(screen, first, hidden, 403)
    assert "in another inbox" in screen.see(at(first.conversation, f"others?q={WORK}"))
    made = joined(hidden, wrote("third@example.com", at=other))
    screen.do(f"/joinings/{made.id}", 404, method="delete")


def test_an_auditor_sees_what_is_suggested_and_joined_and_changes_nothing(
    screen: Knocking,
) -> None:
    first, second, third = wrote(MAIL), wrote(WORK), wrote("third@example.com")
    joined(first, second)
    claim(customer(third), kind="email", value=WORK, how="form")
    reader = Knocking(agent(Role.AUDITOR))
    page = reader.see(at(first.conversation, "who"))
    assert "The same person?" in page and "Joined from" in page
    assert "/joinings" not in page and "/apart" not in page and "/sharing" not in page
    join_by_click(reader, first, third, 403)


def test_people_are_found_by_name_and_by_handle_to_be_joined(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    for words in ("Ana", WORK.upper(), "  ana "):
        found = screen.see(at(first.conversation, f"others?q={words}"))
        assert str(customer(second).id) in found
        assert str(customer(first).id) not in found
    assert "Nobody of that name" in screen.see(at(first.conversation, "others?q=zzzz"))
    screen.see(at(first.conversation, "others"))


def test_a_shared_handle_says_so_and_suggests_nobody(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    claim(customer(first), kind="email", value=WORK, how="form")
    handle = Handle.objects.get(value=WORK)
    screen.do(at(second.conversation, f"handles/{handle.id}/sharing"), 204)
    page = screen.see(at(second.conversation, "who"))
    assert "shared" in page and "Both gave" not in page
    screen.do(at(second.conversation, f"handles/{handle.id}/sharing"), 204, method="delete")
    assert "Both gave" in screen.see(at(second.conversation, "who"))
    screen.do(at(first.conversation, f"handles/{handle.id}/sharing"), 404)


def test_the_timeline_says_who_joined_and_parted_whom(screen: Knocking) -> None:
    first, second = wrote(MAIL), wrote(WORK)
    join_by_click(screen, first, second)
    assert f"Mia joined them with Ana ({WORK})" in screen.see(at(first.conversation, "entries"))
    screen.do(f"/joinings/{Joining.objects.get().id}", 204, method="delete")
    assert f"Mia parted them from Ana ({MAIL})" in screen.see(at(second.conversation, "entries"))
