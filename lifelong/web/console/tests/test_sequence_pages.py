"""Follow-ups, set up as an admin does."""

import re
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.tests.building import level
from lifelong.conversations.actions.naming_topics import retire_topic
from lifelong.conversations.tests.building import brand, incoming, receive_one, topic
from lifelong.knowledge.actions.writing import retire_answer
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock
from lifelong.plays.actions.switching import switch
from lifelong.plays.follow_up import looking_back
from lifelong.plays.follow_up.actions.arranging import Doing
from lifelong.plays.follow_up.models import Sequence, Step, StepKind
from lifelong.plays.follow_up.tests.building import DAY, HOUR, closed, goes_on, sequence
from lifelong.plays.models import Case
from lifelong.routing.tests.ground import settle
from lifelong.web.console.settings import sequences
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db
AT = "/settings/follow-ups"


@pytest.fixture
def admin() -> Knocking:
    return Knocking(agent(Role.ADMIN))


def said(*steps: dict[str, str], **changes: Any) -> dict[str, Any]:
    """`steps`: the fields of each row."""
    rows = steps or ({"kind": "ask", "hours": "8"},)
    filled = {
        f"form-{place}-{name}": value
        for place, row in enumerate(rows)
        for name, value in row.items()
    }
    shop = Brand.objects.first() or brand()
    return {
        "name": "After damages", "brand": str(shop.id), "resolutions": "solved", "holdout": "10",
        "opens": "09:00", "shuts": "20:00", "form-TOTAL_FORMS": str(len(rows)),
        "form-INITIAL_FORMS": "0", **filled, **changes,
    }  # fmt: skip


THANKS = {"form-TOTAL_FORMS": "2", "form-1-kind": "thank", "form-1-gives": "credit"}
ASK = {"kind": "ask", "hours": "1.5"}


def test_a_sequence_is_set_up_switched_on_and_changed(admin: Knocking) -> None:
    damaged = topic("Damaged item")
    page = admin.do(AT, **said(ASK, topics=str(damaged.id)))
    made = Sequence.objects.get()
    assert "off until you switch it on" in page and not made.play.is_on
    assert made.steps.get().delay_minutes == 90
    at = f"{AT}/{made.pk}"
    assert "It is on" in admin.do(f"{at}/running")
    made.play.refresh_from_db()
    assert made.play.is_on
    thank = {"kind": "thank", "hours": "2", "gives": "discount", "worth": "5,00"}
    held = level(1, 1000, percent=None)
    admin.do(at, **said(ASK, thank, level=str(held.id), name="Kinder", shuts="00:00", version="1"))
    step = Step.objects.get(kind="thank")
    assert (step.amount, step.percent, step.delay_minutes) == (500, None, 120)
    made.play.refresh_from_db()
    assert (made.play.name, made.play.to_minute) == ("Kinder", 1440)
    page = admin.see(at)
    assert 'value="5.00"' in page and 'value="1.5"' in page
    assert "Kinder" in admin.see(AT)


def test_of_two_who_change_it_at_once_the_second_is_told(admin: Knocking) -> None:
    made = sequence()
    at = f"{AT}/{made.pk}"
    assert re.search('<input[^>]*name="version"[^>]*value="1"', admin.see(at))
    page = admin.do(at, **said(ASK, name="First", version="1"))
    assert re.search('<input[^>]*name="version"[^>]*value="2"', page)
    late = admin.do(at, status=409, **said(ASK, ASK, name="Second", version="1"))
    assert "changed this follow-up meanwhile" in late
    made.refresh_from_db()
    assert (made.play.name, made.steps.count()) == ("First", 1)


def test_what_was_retired_stays_chosen_until_it_is_taken_out(admin: Knocking) -> None:
    about, text = topic("Damaged item"), answer("Sorry")
    made = sequence(Doing(StepKind.ASK, 60, answer=text), topics=[about])
    retire_topic(about)
    retire_answer(text, by=agent())
    page = admin.see(f"{AT}/{made.pk}")
    assert "Sorry (retired: not said)" in page
    assert re.search(f'<input[^>]*value="{about.id}"[^>]*checked', page)
    asks = {"kind": "ask", "hours": "1", "answer": str(text.id)}
    admin.do(f"{AT}/{made.pk}", **said(asks, topics=str(about.id), version="1"))
    assert (made.steps.get().answer, made.topics.get()) == (text, about)
    assert "Sorry" not in admin.see(f"{AT}/new")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"form-0-kind": ""}, "between one and six"),
        ({"form-0-kind": "", "form-0-worth": "5"}, "Choose what this step does"),
        ({"form-0-kind": "ask", "form-0-gives": "credit"}, "Only a step that thanks"),
        ({**THANKS, "form-1-worth": "5.005"}, "no such small parts"),
        ({**THANKS, "form-1-worth": "Infinity"}, "Write an amount"),
        ({**THANKS, "form-1-worth": "1e999999"}, "Write an amount"),
        ({**THANKS, "form-1-worth": "NaN"}, "Write an amount"),
        ({"form-0-hours": "-1"}, "greater than or equal to 0"),
        (
            {"form-0-kind": "thank", "form-0-gives": "credit", "form-0-worth": "x"},
            "Write an amount",
        ),
        ({"form-0-kind": "thank", "form-0-gives": "credit", "form-0-worth": "5"}, "after asking"),
        ({"resolutions": ""}, "required"),
        ({"resolutions": "spam"}, "not one of the available"),
        ({"shuts": "08:00"}, "begin before they end"),
        ({"holdout": "51"}, "less than or equal to 50"),
    ],
)
def test_what_cannot_be_meant_is_said(admin: Knocking, changes: dict[str, str], why: str) -> None:
    assert why in admin.do(AT, status=422, **said(**changes))
    assert not Sequence.objects.exists()


def test_the_preview_shows_each_step_for_a_real_matter(admin: Knocking) -> None:
    contact = closed(subject="Quince jam")
    thank = {"kind": "thank", "hours": "2", "gives": "discount", "worth": "10%"}
    text = {"kind": "text", "hours": "2"}
    page = admin.do(f"{AT}/preview", **said(ASK, text, thank, contact=str(contact.id)))
    assert "Hello Ana," in page and "Did our answer solve it?" in page
    # a share of an order that there is not is not given either
    assert page.count("Nothing would be said to them") == 2 and "K7MQ" not in page
    taken(order(buyer=buyer("ana@example.com")))
    settle()
    page = admin.do(f"{AT}/preview", **said(ASK, text, thank, contact=str(contact.id)))
    assert page.count("Nothing would be said to them") == 1 and "K7MQ" in page
    # the subject is theirs, and admins read no words of customers
    assert "Quince" not in page and "Re: their subject" in page
    reader = Knocking(agent(Role.ADMIN, Role.HERO))
    assert "Re: Quince jam" in reader.do(f"{AT}/preview", **said(ASK))


def test_who_would_have_got_it_last_week_and_why_not_the_others(
    admin: Knocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    made = sequence(topics=[topic("Damaged item")])
    switch(made.play, on=False, by=None)
    with clock.stopped_at(now - 2 * DAY):
        closed(about="Damaged item", sender="ana@example.com")
        closed(about="Advice", sender="bob@example.com")
        closed("My lawyer will write", about="Damaged item", sender="eve@example.com")
        closed(about="Damaged item", sender="old@example.com")
        closed(about="Damaged item", sender="gil@example.com")
        closed(about="Damaged item", sender="kim@example.com")
    with clock.stopped_at(now - 2 * DAY + HOUR / 2):
        placed = {"placed_at": clock.now(), "updated_at": clock.now()}
        taken(order("early", buyer=buyer("old@example.com"), **placed))
    with clock.stopped_at(now - DAY):
        placed = {"placed_at": clock.now(), "updated_at": clock.now()}
        taken(order("late", buyer=buyer("gil@example.com", ref="g"), **placed))
    with clock.stopped_at(now - 2 * DAY + HOUR / 2):
        receive_one(incoming("Thanks!", sender="kim@example.com"))
    with clock.stopped_at(now - 9 * DAY):
        closed(about="Damaged item", sender="past@example.com")
    page = admin.see(f"{AT}/{made.pk}/last-week")
    # an order that came after it was due changes nothing
    assert "2 people, of 6" in page and "1 wrote before it was time" in page
    assert "There was more" not in page and "Ana" in page and "Gil" in page
    assert "about something else" in page and "legal, safety or abuse" in page
    assert "1 bought again before it was time" in page
    assert "Past" not in page
    assert not Case.objects.exists()
    for place in (looking_back, sequences):
        monkeypatch.setattr(place, "MOST", 3)
    assert "these are the newest 3" in admin.see(f"{AT}/{made.pk}/last-week")


def test_confirmed_silent_and_came_back_are_told_apart(admin: Knocking) -> None:
    made, now = sequence(), clock.now()
    with clock.stopped_at(now - 2 * DAY):
        people = [closed(sender=f"{n}@example.com") for n in range(4)]
    with clock.stopped_at(now - 2 * DAY + HOUR):
        goes_on()
    for contact, settled in zip(people, (True, True, False), strict=False):
        contact.confirmed = settled
        contact.save()
    page = " ".join(admin.see(f"{AT}/{made.pk}").split())
    for words, many in (("Say it is solved", 2), ("Silent", 1), ("Came back", 1)):
        assert f"<dt>{words}</dt><dd>{many}" in page
    assert "2 of 4 say it is solved" in admin.see(AT)


def test_an_auditor_sees_and_changes_nothing() -> None:
    made = sequence()
    auditor = Knocking(agent(Role.AUDITOR))
    assert "disabled" in auditor.see(f"{AT}/{made.pk}")
    auditor.do(f"{AT}/{made.pk}/running", status=403)
