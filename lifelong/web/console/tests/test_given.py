"""What is given to a customer, among their words."""

from datetime import timedelta

import pytest

from lifelong.channels.models import Inbox
from lifelong.concessions.actions.approving import ask, decide
from lifelong.concessions.actions.carrying_out import begin_try, carried_out, failed_once
from lifelong.concessions.authority import Kind
from lifelong.concessions.codes import code_of
from lifelong.concessions.tests.building import bought, given, giver, holder, level, wish
from lifelong.conversations.tests.building import Came, agent
from lifelong.conversations.tests.test_showing_orders import react, writes
from lifelong.lib import ids
from lifelong.lib.money import Money
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def hero() -> Knocking:
    return Knocking(agent(name="Mara <3"))


def talk(hero: Knocking, came: Came) -> str:
    react()
    for inbox in Inbox.objects.all():
        inbox.members.add(hero.person)
    page = hero.see(f"/conversations/{came.conversation.id}/entries")
    return " ".join(page.split())


def test_it_is_said_in_words_with_its_order_and_who_gave_it(hero: Knocking) -> None:
    order = bought()
    came = writes()
    made = given(wish(order, 2000), by=holder(level(1, 2000)))
    hero_who_gave = giver(made)
    hero_who_gave.name = "Mara <3"
    hero_who_gave.save()
    link = f'<a href="/orders/{order.id}" dir="auto">#1001</a>'
    assert f"Refund of €20.00 on {link}, given by Mara &lt;3: under way" in talk(hero, came)
    carried_out(made.id, ref="7")
    assert f"Refund of €20.00 on {link}, given by Mara &lt;3: done" in talk(hero, came)


@pytest.mark.parametrize(
    ("unsure", "says"), [(False, "could not be made: "), (True, "nobody knows whether")]
)
def test_what_the_shop_said_stands_there(hero: Knocking, unsure: bool, says: str) -> None:
    order = bought()
    came = writes()
    made = given(wish(order, 500, Kind.CREDIT), by=holder(level(1, 2000)))
    begin_try(made.id)
    failed_once(made.id, words="Go <away>", permanent=True, unsure=unsure, pause=timedelta(0))
    page = talk(hero, came)
    assert "Store credit of €5.00" in page and says in page
    assert "Go &lt;away&gt;" in page


def test_a_code_is_told_once_it_is_there(hero: Knocking) -> None:
    order = bought()
    came = writes()
    made = given(wish(order, 500, Kind.DISCOUNT), by=holder(level(1, 2000)))
    assert code_of(made.id) not in talk(hero, came)
    carried_out(made.id, ref="7")
    page = talk(hero, came)
    assert f"Code {code_of(made.id)}, good until " in page


def test_a_question_waits_and_its_answer_names_who_gave_it(hero: Knocking) -> None:
    order = bought()
    came = writes()
    low, high = level(1, 1000), level(2, 4000)
    approval = ask(wish(order, 3000), by=holder(low), key="asked")
    assert "waits for a yes or no" in talk(hero, came)
    lead = holder(high)
    lead.name = "Ida"
    lead.save()
    decide(approval, granted=False, by=lead, words="Too much")
    page = talk(hero, came)
    assert "Ida said no" in page and "Too much" in page


def test_an_order_that_sends_something_again_says_so(hero: Knocking) -> None:
    made = bought("2", reship_for=ids.new_id(), total=Money(0, "EUR"))
    page = talk(hero, writes())
    assert f'Sent again as <a href="/orders/{made.id}" dir="auto">#1002</a>' in page
    assert "sent again for nothing" in hero.see(f"/orders/{made.id}")
