"""Answers are written in versions, and what was said is traced to one."""

from typing import Any

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.tests.building import receive_one
from lifelong.knowledge.actions.tracing import Unfilled, refuse_unfilled, trace
from lifelong.knowledge.actions.writing import (
    ChangedMeanwhile,
    Fits,
    ShortcutTaken,
    UnfitAnswer,
    Words,
    change_answer,
)
from lifelong.knowledge.models import Answer, AnswerVersion, Saying
from lifelong.knowledge.queries import said_from, texts_of
from lifelong.knowledge.tests.building import BODY, answer
from lifelong.knowledge.variables import UnfitText

pytestmark = pytest.mark.django_db


def change(one: Answer, **said: Any) -> Answer:
    plain: dict[str, Any] = {
        "name": one.name,
        "shortcut": one.shortcut,
        "texts": {"en": Words(BODY)},
        "fits": Fits(),
        "version": one.version,
        "by": agent(),
    }
    return change_answer(one, **(plain | said))


def test_other_words_are_a_new_version_and_the_old_ones_stay() -> None:
    writer = agent(name="Ada Boye")
    made = change(answer(), texts={"en": Words("New"), "de": Words("Neu", "Betreff")}, by=writer)
    assert made.version == 2
    assert {one.language: one.body for one in texts_of([made])[made.id]} == {
        "en": "New",
        "de": "Neu",
    }
    old = AnswerVersion.objects.get(answer=made, number=1)
    assert [one.body for one in old.texts.all()] == [BODY]
    assert AnswerVersion.objects.get(answer=made, number=2).made_by == writer


def test_the_same_words_under_another_name_are_no_new_version() -> None:
    made = change(answer(), name="Other", texts={"en": Words(f"  {BODY}\r\n"), "de": Words(" ")})
    assert (made.name, made.version, made.versions.count()) == ("Other", 1, 1)


def test_who_was_second_is_told_who_was_first_and_changes_nothing() -> None:
    one = answer()
    change(one, texts={"en": Words("First")}, by=agent(name="Ada Boye"))
    with pytest.raises(ChangedMeanwhile, match="Ada Boye changed this text meanwhile"):
        change(one, texts={"en": Words("Second")})
    assert [text.body for text in texts_of([Answer.objects.get()])[one.id]] == ["First"]


def test_a_shortcut_leads_to_one_answer() -> None:
    answer("Where", shortcut="where")
    with pytest.raises(ShortcutTaken, match="“/where” is the shortcut of “Where”"):
        answer("Other", shortcut="/Where")


@pytest.mark.parametrize("shortcut", ["", "two words", "a/b", "-", "x" * 41])
def test_a_shortcut_is_one_word(shortcut: str) -> None:
    with pytest.raises(UnfitAnswer, match="one short word"):
        change(answer(), shortcut=shortcut)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({}, "one language at least"),
        ({"en": Words(" ")}, "one language at least"),
        ({"en": Words("", "Subject")}, "write the text below it"),
        ({"klingon": Words("Qapla")}, "“klingon” is no language"),
    ],
)
def test_what_cannot_be_said_is_refused(texts: dict[str, Words], says: str) -> None:
    with pytest.raises(UnfitAnswer, match=says):
        change(answer(), texts=texts)


def test_an_unknown_variable_is_refused_in_words_and_subject() -> None:
    for words in (Words("{{order.nubmer}}"), Words("Fine", "{{order.nubmer}}")):
        with pytest.raises(UnfitText, match="Did you mean"):
            change(answer(), texts={"en": words})


def test_an_entry_leads_to_the_version_it_came_from() -> None:
    hero, came = agent(), receive_one()
    one = answer(texts={"en": "Your parcel is on its way to {{customer.first_name}}."})
    other = answer(texts={"en": "Something else that was written over."})
    taken = [texts_of([each])[each.id][0].id for each in (one, other)]
    change(one, texts={"en": Words("Changed since.")})
    said = reply(
        came.contact, text="Your parcel is on its way to Ana.", by=hero, seen_position=None
    )
    trace(said, texts=taken)
    trace(said, texts=taken)
    assert [(v.answer_id, v.number) for v in said_from(said.id)] == [(one.id, 1)]
    assert Saying.objects.count() == 1


def test_what_is_still_open_is_named_before_it_leaves() -> None:
    refuse_unfilled("All said, {{even.this}} and {{ these }}.")
    with pytest.raises(Unfilled, match=r"order number \{\{order.number\}\}, code \{\{code\}\}"):
        refuse_unfilled("{{order.number}} {{code}} {{order.number}}")
