"""Rules, as an admin writes and looks after them."""

import re
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.conversations.actions.naming_topics import retire_topic
from lifelong.conversations.models import Entry
from lifelong.conversations.tests.building import receive_one, topic
from lifelong.plays.rules.actions.writing import switch_off
from lifelong.plays.rules.models import OffWhy, Rule
from lifelong.plays.rules.tests.building import condition, handle_all, rule
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db
AT = "/settings/rules"


@pytest.fixture
def admin() -> Knocking:
    return Knocking(agent(Role.ADMIN))


def said(**changes: Any) -> dict[str, Any]:
    """A form: refunds of much money get a note."""
    return {
        "name": "Refunds", "brand": "", "on": "message",
        "all": ["k00000001", "k00000002"], "any": ["k00000003"],
        "k00000001-field": "contact.words", "k00000001-is": "holds",
        "k00000001-value": "refund, money back",
        "k00000002-field": "customer.spent", "k00000002-is": "at-most",
        "k00000002-value": "50,00", "k00000002-unit": "eur",
        "k00000003-field": "contact.channel", "k00000003-is": "one-of",
        "k00000003-value": ["email", "chat"],
        "step": ["k00000004"], "k00000004-do": "note", "k00000004-text": "Dear {name}",
        **changes,
    }  # fmt: skip


def test_a_rule_is_written_by_its_form_and_begins_switched_off(admin: Knocking) -> None:
    page = admin.do(AT, **said())
    made = Rule.objects.get()
    assert (made.name, made.is_on) == ("Refunds", False)
    version = made.versions.get()
    assert version.conditions == {
        "all": [
            condition("contact.words", "holds", ["refund", "money back"]),
            condition("customer.spent", "at-most", {"amount": 5000, "currency": "EUR"}),
            {"any": [condition("contact.channel", "one-of", ["email", "chat"])]},
        ]
    }
    assert version.steps == [{"do": "note", "text": "Dear {name}"}]
    assert "look at what it would have done" in page and 'value="50.00"' in page


def test_before_there_is_a_rule_the_pages_say_what_to_do(admin: Knocking) -> None:
    assert "No rules yet" in admin.see(AT)
    page = admin.see(f"{AT}/new")
    assert "It begins switched off" in page and 'name="step"' in page


def test_what_the_form_shows_is_what_it_sends(admin: Knocking) -> None:
    admin.do(AT, **said(on="waiting", many="3", unit="hours"))
    made = Rule.objects.get()
    page = admin.see(f"{AT}/{made.id}")
    keys = {name: re.findall(rf'name="{name}" value="(k\w+)"', page) for name in ("all", "any")}
    assert len(keys["all"]) == 2 and len(keys["any"]) == 1
    assert 'name="many" inputmode="numeric" required value="3"' in page
    assert "refund, money back" in page and "Dear {name}</textarea>" in page


def test_the_same_again_is_no_new_version_and_a_change_is_one(admin: Knocking) -> None:
    admin.do(AT, **said())
    made = Rule.objects.get()
    admin.do(f"{AT}/{made.id}", **said(name="Refunds!"))
    assert made.versions.count() == 1
    admin.do(f"{AT}/{made.id}", **said(**{"k00000004-text": "Other words"}))
    page = admin.see(f"{AT}/{made.id}/versions")
    assert "Version 2" in page and "Other words" in page and "Dear {name}" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "A rule needs a name"),
        ({"on": "weather"}, "Choose what the rule waits for"),
        ({"on": "waiting", "many": "soon"}, "Say for how long"),
        ({"on": "schedule", "at": "9"}, "Choose the days"),
        ({"on": "schedule", "days": ["0"], "at": "25:00"}, "at what time of the day"),
        ({"k00000002-value": "much"}, "needs an amount such as 50.00"),
        ({"k00000001-field": "weather"}, "Choose what the condition is about"),
        ({"step": []}, "one step at least"),
        ({"k00000004-text": "Dear {surname}"}, "{name} and {brand}"),
        ({"brand": "x"}, "no such brand"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(
    admin: Knocking, changes: dict[str, Any], words: str
) -> None:
    assert words in admin.do(AT, 422, **said(**changes))
    assert not Rule.objects.exists()


def test_rows_follow_what_was_chosen(admin: Knocking) -> None:
    row = admin.see(f"{AT}/parts/condition?any=k00000009&k00000009-field=contact.waiting")
    assert 'name="any" value="k00000009"' in row and "k00000009-unit" in row
    assert 'name="all"' in admin.see(f"{AT}/parts/condition?all=")
    assert "k00000009-hours" in admin.see(f"{AT}/parts/step?step=k00000009&k00000009-do=set-aside")
    assert 'type="time"' in admin.see(f"{AT}/parts/trigger?on=schedule")
    hostile = admin.see(f'{AT}/parts/step?step="><script>&on=x')
    assert "<script" not in hostile


def test_rules_are_put_in_order_and_switched(admin: Knocking) -> None:
    first, second = rule(name="First"), rule(name="Second", is_on=False)
    admin.do(f"{AT}/{second.id}/earlier")
    page = admin.see(AT)
    assert page.index("Second") < page.index("First")
    admin.do(f"{AT}/{second.id}/activity")
    admin.do(f"{AT}/{first.id}/activity", method="delete")
    on = {one.name: one.is_on for one in Rule.objects.all()}
    assert on == {"First": False, "Second": True}
    admin.do(f"{AT}/{second.id}/later")
    page = admin.see(AT)
    assert page.index("First") < page.index("Second")


def test_what_is_gone_is_said_at_the_rule_and_it_cannot_be_switched_on(admin: Knocking) -> None:
    lamps = topic("Lamps")
    made = rule("message", {"do": "set-topic", "to": str(lamps.id)}, is_on=False)
    retire_topic(lamps)
    for path in (AT, f"{AT}/{made.id}"):
        assert "a topic that was retired or deleted" in admin.see(path)
    assert "retired" in admin.do(f"{AT}/{made.id}/activity", 422)


def test_a_rule_that_switched_itself_off_alarms(admin: Knocking) -> None:
    made = rule()
    assert 'class="count"' not in admin.client.get(AT, headers={"HX-Request": ""}).content.decode()
    switch_off(made, by=None)
    assert Rule.objects.get().off_why == OffWhy.FAILING
    page = admin.client.get(AT, headers={"HX-Request": ""}).content.decode()
    assert "switched itself off" in page and '<span class="count">1</span>' in page


def test_a_trial_says_what_would_have_been_done_and_does_nothing(admin: Knocking) -> None:
    receive_one("I want a refund")
    receive_one("Where is my parcel?")
    handle_all()
    made = rule(when=condition("contact.words", "holds", ["refund"]), is_on=False)
    page = admin.see(f"{AT}/{made.id}/trial?days=7")
    assert "It would have fired 1 time" in page and "of 2 looks" in page
    assert "Did not hold: The message has one of the words “refund”" in page
    assert not Entry.objects.filter(kind="note").exists()


def test_a_trial_of_a_rule_that_waits_says_whose_moment_has_come(admin: Knocking) -> None:
    made = rule({"on": "waiting", "minutes": 1}, is_on=False)
    page = admin.see(f"{AT}/{made.id}/trial")
    assert "Nothing of the kind happened" in page


def test_the_log_says_why_it_fired_or_did_not(admin: Knocking) -> None:
    made = rule("message", {"do": "close", "to": str(topic().id), "resolution": "solved"})
    never = rule(when=condition("contact.sentiment", "one-of", ["angry"]))
    receive_one("Where is my parcel?")
    handle_all()
    page = admin.see(f"{AT}/{made.id}/log")
    assert "Fired" in page and "The customer waits for an answer" in page
    page = admin.see(f"{AT}/{never.id}/log")
    assert "The mood is one of Angry (it was: Neutral)" in page
    assert "Nothing yet" in admin.see(f"{AT}/{never.id}/log?without=misses")


def test_an_auditor_reads_what_rules_say_without_a_button(admin: Knocking) -> None:
    made = rule(when=condition("contact.channel", "one-of", ["chat"]))
    page = Knocking(agent(Role.AUDITOR)).see(f"{AT}/{made.id}")
    assert "The channel is one of Chat" in page and "Save" not in page


def test_the_timeline_names_the_rule_that_spoke() -> None:
    rule(name="Night watch")
    came = receive_one("Where is my parcel?")
    handle_all()
    page = Knocking(agent(Role.AUDITOR)).see(f"/conversations/{came.conversation.id}/entries")
    assert "The rule “Night watch”" in page
