"""What a hero sees of what was found: rows that lead somewhere, or say why they do not."""

from typing import Any

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.commerce.tests.building import buyer, order, shipment, take, taken
from lifelong.conversations.models import Conversation
from lifelong.conversations.tests.building import agent, endpoint, inbox
from lifelong.conversations.tests.people import MAIL, WORK, wrote
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> Agent:
    return agent(name="Mia")


@pytest.fixture
def here(mia: Agent) -> Any:
    return endpoint(into=inbox(mia))


@pytest.fixture
def screen(mia: Agent) -> Knocking:
    return Knocking(mia)


def found(screen: Knocking, words: str) -> str:
    answer = screen.client.get("/search", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_and_their_words_lead_to_them(screen: Knocking, here: Any) -> None:
    came = wrote(MAIL, "A <b>tent</b>, & poles", at=here)
    page = found(screen, "ana")
    assert f'href="/people/{came.conversation.id}"' in page
    assert "ana@example.com" in page
    page = found(screen, "tent")
    assert f'href="/people/{came.conversation.id}?entry={came.entry.id}"' in page
    assert "A &lt;b&gt;<mark>tent</mark>&lt;/b&gt;, &amp; poles" in page
    assert "1 found" in page


def test_of_who_is_in_another_inbox_only_the_name_is_said(screen: Knocking) -> None:
    came = wrote(MAIL, "A secret tent", at=endpoint(into=inbox()))
    page = found(screen, "ana")
    assert "in another inbox" in page and "Ana" in page
    assert str(came.conversation.id) not in page
    assert "secret" not in found(screen, "tent")


def test_who_never_wrote_is_found_and_said_to_be_so(screen: Knocking) -> None:
    Customer.objects.create(name="Zoe Ek", made_at=clock.now())
    page = found(screen, "zoe")
    assert "never wrote to us" in page and "aria-disabled" in page


def test_orders_and_parcels_lead_to_the_order(screen: Knocking) -> None:
    sold = taken(order("1", number="#1001", buyer=buyer()))
    take(shipment("5", tracking_number="9400100011"))
    for words in ("1001", "#1001", "9400 1000 11"):
        assert f'href="/orders/{sold.id}"' in found(screen, words), words


@pytest.mark.parametrize("words", ["zzz", "9" * 500, "%%%", "x" * 5000, "ﷺ" * 100])
def test_nothing_found_says_so(screen: Knocking, words: str) -> None:
    assert "Nothing has that name" in found(screen, words)


def test_what_nobody_types_is_refused_in_words(screen: Knocking) -> None:
    assert "cannot be kept" in screen.see("/search?q=%00", status=422)


def test_one_letter_finds_nothing_yet(screen: Knocking, here: Any) -> None:
    wrote(MAIL, at=here)
    assert "<a " not in found(screen, "a") and "<a " not in found(screen, "")


def test_what_was_found_stands_on_the_timeline_however_long_ago(
    screen: Knocking, here: Any
) -> None:
    first = wrote(MAIL, "The first tent", at=here)
    for number in range(70):
        wrote(MAIL, f"Word {number}", at=here)
    path = f"/people/{first.conversation.id}"
    assert f"entry-{first.entry.id}" not in screen.see(path)
    page = screen.see(f"{path}?entry={first.entry.id}")
    assert f'data-sought="entry-{first.entry.id}"' in page
    assert f'id="entry-{first.entry.id}"' in page
    for nothing in ("x", "", str(first.conversation.id)):
        assert "data-sought" not in screen.see(f"{path}?entry={nothing}")


def test_an_entry_of_somebody_else_is_not_shown(screen: Knocking, here: Any) -> None:
    mine, other = wrote(MAIL, at=here), wrote(WORK, "secret", at=endpoint(into=inbox()))
    page = screen.see(f"/people/{mine.conversation.id}?entry={other.entry.id}")
    assert "secret" not in page and "data-sought" not in page


def test_the_queries_are_as_many_however_much_is_found(
    screen: Knocking, here: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(9):
        wrote(f"ana{number}@example.com", "tent", at=here)
    with django_assert_max_num_queries(30):
        found(screen, "ana")
    with django_assert_max_num_queries(30):
        found(screen, "tent")
    assert Conversation.objects.count() == 9


@pytest.mark.parametrize("role", [Role.ADMIN, Role.FINANCE])
def test_who_reads_no_conversations_searches_only_what_can_be_done(role: Role) -> None:
    screen = Knocking(agent(role))
    screen.see("/search?q=ana", 403)
    page = screen.client.get("/me", headers={"HX-Request": "false"}).content.decode()
    assert "<search-sheet" in page and 'src="/search"' not in page
