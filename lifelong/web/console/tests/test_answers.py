"""Reply texts in the composer and on the admin's pages, knocked at as the people who use them."""

from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.tests.building import endpoint, inbox
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.conversations.models import Entry
from lifelong.conversations.tests.building import Came, receive_one, topic
from lifelong.knowledge.models import Answer
from lifelong.knowledge.queries import said_from, texts_of
from lifelong.knowledge.tests.building import answer
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def hero() -> Knocking:
    """One who answers the inbox to which Ana writes."""
    person = agent()
    endpoint(into=inbox(person))
    return Knocking(person)


def path(came: Came, what: str) -> str:
    return f"/conversations/{came.conversation.id}/{what}"


def test_the_list_shows_texts_filled_with_this_customers_order(hero: Knocking) -> None:
    came = receive_one()
    taken(order(buyer=buyer()))
    answer(
        "On its way", shortcut="way", texts={"en": "{{order.number}} by {{hero.name}}: {{code}}"}
    )
    page = hero.see(path(came, "answers"))
    assert f'data-body="#1001 by {hero.person.name}: {{{{code}}}}"' in page
    assert "You fill in: code" in page and "order #1001" in page


def test_what_is_typed_chooses_and_what_fits_the_matter_stands_first(hero: Knocking) -> None:
    came = receive_one()
    contact = came.contact
    contact.topic = topic()
    contact.save()
    answer("Aardvark", texts={"en": "Any"})
    answer("Where it is", shortcut="where", topics=[topic()])
    page = hero.see(path(came, "answers"))
    assert page.index("Where it is") < page.index("Aardvark")
    assert "Aardvark" not in hero.see(path(came, "answers") + "?q=whe")
    assert "No reply text says that" in hero.see(path(came, "answers") + "?q=zebra")


def test_hostile_names_stay_words(hero: Knocking) -> None:
    came = receive_one()
    customer = came.conversation.customer
    customer.name = '"><img/src=x/onerror=alert(1)>'
    customer.save()
    answer(texts={"en": "Hello {{customer.name}}"})
    assert "<img" not in hero.see(path(came, "answers"))


def test_nobody_is_offered_texts_about_whom_they_do_not_see(hero: Knocking) -> None:
    came = receive_one(at=endpoint(into=inbox()))
    assert "no such conversation" in hero.see(path(came, "answers"), 404)


def say(hero: Knocking, came: Came, text: str, status: int = 200, **more: Any) -> str:
    said = {"contact": str(came.contact.id), "seen": "99", "text": text, **more}
    return hero.do(path(came, "replies"), status, **said)


def test_what_is_still_open_does_not_leave_unless_that_is_meant(hero: Knocking) -> None:
    came = receive_one()
    refusal = say(hero, came, "The code is {{code}}.", 422)
    assert "Fill this in before it leaves: code {{code}}." in refusal
    assert not Entry.objects.filter(kind="message_out").exists()
    say(hero, came, "The code is {{code}}.", as_is="on")
    assert Entry.objects.get(kind="message_out").text == "The code is {{code}}."


def test_a_note_may_speak_of_variables(hero: Knocking) -> None:
    hero.do(path(receive_one(), "notes"), text="We lack {{code}}.")


def test_what_was_said_leads_to_the_text_it_came_from(hero: Knocking) -> None:
    came = receive_one()
    one = answer(texts={"en": "Your parcel is on its way."})
    say(hero, came, "Your parcel is on its way. Bye", answer=[str(texts_of([one])[one.id][0].id)])
    assert [v.answer_id for v in said_from(Entry.objects.get(kind="message_out").id)] == [one.id]
    say(hero, came, "Something else.", answer=["nonsense"])


@pytest.fixture
def admin() -> Knocking:
    inbox()
    return Knocking(agent(Role.ADMIN))


def form(**changes: Any) -> dict[str, Any]:
    return {"name": "Late", "shortcut": "/late", "body-en": "Sorry, {{day}}.", **changes}


def test_a_reply_text_is_written_in_languages_side_by_side(admin: Knocking) -> None:
    new = {"language-new": "pt_BR", "body-new": "Desculpe", "subject-new": "Atraso"}
    page = admin.do("/settings/answers", **form(**new, channel_kinds=["live"]))
    assert "Heroes find it now under /late." in page
    made = Answer.objects.get()
    spoken = {one.language: (one.subject, one.body) for one in texts_of([made])[made.id]}
    assert spoken == {"en": ("", "Sorry, {{day}}."), "pt-BR": ("Atraso", "Desculpe")}
    assert "Portuguese" in admin.see("/settings/answers")
    assert "Late" in admin.see("/settings/answers") and "Live" in admin.see("/settings/answers")


def test_a_change_is_a_version_that_names_its_writer(admin: Knocking) -> None:
    one = answer("Late", by=agent(name="Ada Boye"))
    page = admin.do(f"/settings/answers/{one.id}", **form(version="1"))
    assert "Version 2" in page and "Version 1" in page and "Ada Boye" in page
    stale = admin.do(f"/settings/answers/{one.id}", 409, **form(version="1"))
    assert "changed this text meanwhile" in stale


def test_what_cannot_be_saved_is_said_and_keeps_what_was_typed(admin: Knocking) -> None:
    page = admin.do("/settings/answers", 422, **form(name="", **{"body-en": "Typed words"}))
    assert "Typed words" in page and "This field is required" in page
    wrong = admin.do("/settings/answers", 422, **form(**{"body-en": "{{order.nubmer}}"}))
    assert "Did you mean {{order.number}}?" in wrong
    assert not Answer.objects.exists()


def test_what_is_out_of_use_is_listed_apart_and_can_be_used_again(admin: Knocking) -> None:
    one = answer("Late")
    admin.do(f"/settings/answers/{one.id}/retirement")
    assert "Out of use" in admin.see("/settings/answers")
    admin.do(f"/settings/answers/{one.id}/retirement", method="delete")
    assert "Out of use" not in admin.see("/settings/answers")


def test_the_preview_reads_as_it_would_for_a_real_order(admin: Knocking) -> None:
    bought = taken(order())
    said: dict[str, Any] = {"order": str(bought.id), "body-de": "{{order.total}} <b> {{code}}"}
    page = admin.do("/settings/answers/preview?language=de", **said)
    assert "55,00\xa0€ &lt;b&gt; <mark>{{code}}</mark>" in page
    assert "The hero fills in: code" in page
    said = {"order": "nonsense", "body-de": "{{cod}}"}
    page = admin.do("/settings/answers/preview?language=de", **said)
    assert "Did you mean {{code}}?" in page


def test_another_language_that_is_there_already_overwrites_nothing() -> None:
    one, admin = answer("Late", texts={"en": "Sorry"}), Knocking(agent(Role.ADMIN))
    about = {"name": "Late", "shortcut": one.shortcut, "version": "1", "body-en": "Sorry"}
    new = {"language-new": "EN", "body-new": "Again", "subject-new": ""}
    page = admin.do(f"/settings/answers/{one.id}", status=422, **about, **new)
    assert "There is a text in “EN” already" in page
    assert [text.body for text in texts_of([one])[one.id]] == ["Sorry"]
