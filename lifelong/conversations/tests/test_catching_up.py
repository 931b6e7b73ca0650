"""Must-hold 9, at the server: live is only a hint, the revision is the truth.

Two readers follow random histories. Each hears some of the signals, late, doubled, out of
order or not at all; whenever one hears, it asks for what changed after its revision.
"""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations.actions.closing import close, reopen_contact
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import assign, release
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import TooLate, reply, withdraw
from lifelong.conversations.actions.sending import accepted, begin_try, failed_once
from lifelong.conversations.models import Contact, Conversation, Entry, Sending
from lifelong.conversations.queries import changes, timeline
from lifelong.conversations.tests.building import (
    agent,
    arrival,
    incoming,
    receive_one,
    report,
    topic,
)
from lifelong.lib.clock import stopped_at

pytestmark = pytest.mark.django_db

EVERYTHING = Caller(None, frozenset(Verb))
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEPS = ["write", "answer", "withdraw", "note", "close", "reopen", "assign", "release"]
STEPS += ["deliver", "fail", "bounce"]

Seen = tuple[object, ...]


def shown(entry: Entry) -> Seen:
    """What a screen shows of an entry."""
    sending = getattr(entry, "sending", None)
    return (
        entry.placed_at, entry.position, entry.kind, entry.text, entry.agent_id,
        entry.contact_id, entry.withdrawn_at, entry.details,
        sending and sending.state, sending and sending.words,
    )  # fmt: skip


class Reader:
    """A screen: what it shows, and the revision up to which it has asked."""

    def __init__(self, conversation: Conversation) -> None:
        self.revision = 0
        self.entries: dict[UUID, Seen] = {}
        self.standing: tuple[object, ...] = ()
        self._id = conversation.pk

    def catch_up(self) -> None:
        conversation = Conversation.objects.get(pk=self._id)
        if conversation.revision == self.revision:
            return
        for entry in changes(conversation, after=self.revision, visible_to=EVERYTHING):
            self.entries[entry.id] = shown(entry)
        self.standing = standing(conversation)
        self.revision = conversation.revision


def standing(conversation: Conversation) -> tuple[object, ...]:
    return (conversation.status, conversation.owner_id, conversation.waiting_since)


def in_database(conversation: Conversation) -> dict[UUID, Seen]:
    return {entry.id: shown(entry) for entry in timeline(conversation, visible_to=EVERYTHING)}


def step(name: str, chance: random.Random) -> None:
    """One thing that happens, where it can happen."""
    conversation = Conversation.objects.get()
    contact = Contact.objects.order_by("-opened_at").first()
    hero = agent()
    sending = Sending.objects.order_by("?").first()
    assert contact is not None
    if name == "write":
        receive(incoming(chance.choice(["Hello?", "Thanks!"])), arrival=arrival())
    elif name == "answer":
        reply(contact, text="Yes.", by=hero, seen_position=None)
    elif name == "note":
        note(conversation, text="Hm.", by=hero)
    elif name == "close" and contact.closed_at is None:
        close(contact, topic=topic(), by=hero, reason="Enough.")
    elif name == "reopen":
        reopen_contact(contact, by=hero)
    elif name == "assign":
        assign(conversation, to=hero, by=None)
    elif name == "release":
        release(conversation, by=None)
    elif sending is not None:
        fare(name, sending)


def fare(name: str, sending: Sending) -> None:
    if name == "withdraw":
        try:
            assert sending.entry.agent is not None
            withdraw(sending.entry, by=sending.entry.agent)
        except TooLate:
            return
    elif name == "bounce":
        receive(report(sending.entry, "bounced", words="550"), arrival=arrival())
    elif begin_try(sending.entry_id) is not None:
        if name == "deliver":
            accepted(sending.entry_id)
        else:
            failed_once(sending.entry_id, words="451 busy", permanent=False)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(st.sampled_from(STEPS), min_size=1, max_size=15), seed=st.integers())
def test_two_readers_who_hear_badly_end_at_the_state_of_the_database(
    history: list[str], seed: int
) -> None:
    follow(history, random.Random(seed))


@pytest.mark.proof
@pytest.mark.timeout(300)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(st.sampled_from(STEPS), min_size=1, max_size=40), seed=st.integers())
def test_two_readers_of_long_histories_end_at_the_state_of_the_database(
    history: list[str], seed: int
) -> None:
    follow(history, random.Random(seed))


def follow(history: list[str], chance: random.Random) -> None:
    with transaction.atomic():
        with stopped_at(START):
            conversation = receive_one().conversation
        readers = Reader(conversation), Reader(conversation)
        for minute, name in enumerate(history, start=1):
            before = in_database(conversation), Conversation.objects.get().revision
            with stopped_at(START + timedelta(minutes=minute)):
                step(name, chance)
            every_change_has_taken_a_revision(conversation, *before)
            for reader in readers:
                for _ in range(chance.choice([0, 0, 1, 2])):
                    reader.catch_up()
        now = Conversation.objects.get()
        for reader in readers:
            reader.catch_up()
            assert reader.entries == in_database(now)
            assert reader.standing == standing(now)
        transaction.set_rollback(True)


def every_change_has_taken_a_revision(
    conversation: Conversation, before: dict[UUID, Seen], revision: int
) -> None:
    now = Conversation.objects.get()
    changed = [key for key, seen in in_database(now).items() if before.get(key) != seen]
    drawn = list(Entry.objects.filter(pk__in=changed).values_list("revision", flat=True))
    assert all(revision < one < now.revision for one in drawn), (revision, drawn, now.revision)
    assert len(set(drawn)) == len(drawn)
