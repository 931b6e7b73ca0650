"""Words not yet said."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.conversations.actions.drafting import ChangedElsewhere, save_draft
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.replying import (
    reply,
)
from lifelong.conversations.models import Draft
from lifelong.conversations.tests.building import (
    agent,
    receive_one,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def test_every_save_is_a_version_and_an_old_window_cannot_overwrite_a_newer() -> None:
    conversation, hero = receive_one().conversation, agent()
    first = save_draft(conversation, by=hero, text="A", version=0)
    second = save_draft(conversation, by=hero, text="AB", version=first.version)
    with pytest.raises(ChangedElsewhere) as refused:
        save_draft(conversation, by=hero, text="AC", version=first.version)
    assert refused.value.draft.text == "AB"
    assert save_draft(conversation, by=hero, text="AB", version=first.version).text == "AB"
    assert second.version == first.version + 1


def test_an_old_window_cannot_revive_words_that_were_said() -> None:
    came, hero = receive_one(), agent()
    draft = save_draft(came.conversation, by=hero, text="On its way.", version=0)
    reply(came.contact, text="On its way.", by=hero, seen_position=None)
    with pytest.raises(ChangedElsewhere):
        save_draft(came.conversation, by=hero, text="On its way.", version=draft.version)


def test_nor_can_a_save_that_was_on_its_way_when_there_was_no_draft_yet() -> None:
    came, hero = receive_one(), agent()
    reply(came.contact, text="On its way.", by=hero, seen_position=None, draft_version=0)
    with pytest.raises(ChangedElsewhere) as late:
        save_draft(came.conversation, by=hero, text="On its", version=0)
    assert late.value.draft.text == ""


def test_each_hero_has_a_draft_of_their_own() -> None:
    conversation = receive_one().conversation
    for hero in (agent(), agent()):
        save_draft(conversation, by=hero, text=hero.name, version=0)
    assert Draft.objects.count() == 2


def test_saying_one_thing_keeps_other_words() -> None:
    came, hero = receive_one(), agent()
    save_draft(came.conversation, by=hero, text="Half a letter", version=0)
    note(came.conversation, text="Called the carrier.", by=hero)
    assert Draft.objects.get().text == "Half a letter"
    note(came.conversation, text="Half a letter, and the other half.", by=hero)
    assert Draft.objects.get().text == ""
