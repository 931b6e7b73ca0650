"""A message that was another matter brought nobody back to the first."""

from datetime import UTC, datetime, timedelta

import pytest

from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.combining import combine
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.splitting import split
from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one, topic
from lifelong.lib.clock import stopped_at
from lifelong.outcomes.facts import ContactFact
from lifelong.outcomes.gathering import SOURCES
from lifelong.outcomes.histories import histories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def said(words: str, hours: int) -> Came:
    with stopped_at(NOW + hours * HOUR):
        return receive_one(incoming(words), when=NOW + hours * HOUR)


def came_again() -> Came:
    """They wrote, it was settled, and they wrote within the reopen window."""
    first = said("The tent is late", 0)
    with stopped_at(NOW + HOUR):
        reply(first.contact, text="It comes today.", by=agent(), seen_position=None)
        close(first.contact, topic=topic(), by=agent())
    return said("The lamp is broken", 5)


def test_who_wrote_of_another_matter_did_not_come_back_to_the_first() -> None:
    second = came_again()
    first = second.contact
    assert histories([first])[first.id].reopenings == [NOW + 5 * HOUR]
    with stopped_at(NOW + 6 * HOUR):
        split(second.entry, topic=None, by=agent())
    history = histories([first])[first.id]
    assert (history.reopenings, history.closed_at) == ([], NOW + HOUR)


def test_who_comes_back_to_the_first_after_that_does() -> None:
    second = came_again()
    first = second.contact
    with stopped_at(NOW + 6 * HOUR):
        twin = split(second.entry, topic=None, by=agent())
        close(twin, topic=topic(), by=agent(), reason="By phone")
    answered = first.entries.get(kind="message_out").message.external_id
    with stopped_at(NOW + 7 * HOUR):
        receive_one(incoming("And the tent?", answers=(answered,)), when=NOW + 7 * HOUR)
    assert histories([first])[first.id].reopenings == [NOW + 7 * HOUR]


def test_what_was_combined_counts_once() -> None:
    first, second = said("The tent is late", 0), said("Really late", 1)
    with stopped_at(NOW + 2 * HOUR):
        twin = split(second.entry, topic=None, by=agent())
        combine(twin, into=first.contact, topic=None, by=agent())
    facts = {one.contact_id: one for one in _contact_facts()}
    assert facts[twin.id].resolution == "combined" and facts[twin.id].due_at is None
    assert facts[first.contact.id].resolution == ""


def _contact_facts() -> list[ContactFact]:
    found = SOURCES[ContactFact].gather([one.id for one in Contact.objects.all()])
    return [one for one in found if isinstance(one, ContactFact)]
