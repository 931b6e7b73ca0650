"""Reading inbound messages: whatever comes of it, what follows is told that it is done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lifelong.conversations.actions.changing import audience_of
from lifelong.conversations.events import MessageReceived
from lifelong.conversations.models import Conversation, Entry, Topic
from lifelong.conversations.models.message import CHOSE_TOPIC
from lifelong.events.log import Recorded, record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish
from lifelong.triage.events import MessageTriaged
from lifelong.triage.facts import Facts
from lifelong.triage.gathering import facts_about
from lifelong.triage.models import Reading
from lifelong.triage.reading import Findings, read_in_time, with_subject
from lifelong.triage.risk import Tagged
from lifelong.triage.themes import topic_for


def read_messages(received: list[Recorded]) -> None:
    """Write the readings of these `MessageReceived`, and record that each is done, also when it
    failed."""
    told = {event: event.fact for event in received if isinstance(event.fact, MessageReceived)}
    words = _words([fact.entry_id for fact in told.values()])
    chosen = _chosen(words)
    at = clock.now()
    whose = [(one.customer_id, one.contact_id) for one in told.values() if one.customer_id]
    known = facts_about(whose, now=at) if whose else {}
    with transaction():
        found: dict[Recorded, Findings | None] = {}
        for event, fact in told.items():
            key = fact.customer_id, fact.contact_id
            facts = known[key] if key[0] is not None else Facts(now=at)  # type: ignore[index]
            found[event] = _read(words[fact.entry_id].text, facts, automatic=fact.automatic)
        topics = _topics() if any(one and one.theme for one in found.values()) else {}
        rows = [
            _row(fact, found[event], topics, chosen.get(fact.entry_id), at)
            for event, fact in told.items()
            if fact.customer_id is not None
        ]
        Reading.objects.bulk_create(rows)
        for event, fact in told.items():
            record(_triaged(fact, found[event]), because=event)
        worth_showing = {row.entry_id for row in rows if row.tags or row.topic_id}
        _show([one.conversation_id for one in told.values() if one.entry_id in worth_showing])


@dataclass(frozen=True)
class _Words:
    #: with the subject that it began with
    text: str
    #: the topic that a form offered and they chose: an id
    topic: str | None


def _words(entry_ids: Collection[UUID]) -> dict[UUID, _Words]:
    """What each message says."""
    rows = Entry.objects.filter(pk__in=entry_ids)
    asked = rows.values_list("pk", "text", "message__subject", "message__marks")
    return {
        pk: _Words(with_subject(text, subject), _topic_in(marks or ()))
        for pk, text, subject, marks in asked
    }


def _topic_in(marks: Collection[dict[str, str]]) -> str | None:
    return next((one["topic"] for one in marks if one["mark"] == CHOSE_TOPIC), None)


def _chosen(words: dict[UUID, _Words]) -> dict[UUID, UUID]:
    """By the messages the topics that were chosen for them, as far as they are still in use."""
    named = {pk: UUID(one.topic) for pk, one in words.items() if one.topic}
    if not named:
        return {}
    rows = Topic.objects.filter(pk__in=named.values(), is_active=True)
    in_use = set(rows.values_list("pk", flat=True))
    return {pk: topic for pk, topic in named.items() if topic in in_use}


def _read(text: str, facts: Facts, *, automatic: bool) -> Findings | None:
    """Of what a machine wrote the language alone: nobody felt, wanted or threatened anything."""
    found = read_in_time(text, facts)
    return Findings(language=found.language) if found and automatic else found


def _topics() -> dict[str, UUID]:
    rows = Topic.objects.filter(is_active=True).order_by("-id")
    return {name.lower(): pk for pk, name in rows.values_list("pk", "name")}


def _row(
    fact: MessageReceived,
    found: Findings | None,
    topics: dict[str, UUID],
    chosen: UUID | None,
    at: datetime,
) -> Reading:
    """What the customer chose is proposed before what the words say."""
    assert fact.customer_id is not None
    findings = found or Findings()
    read = topic_for(findings.theme, topics) if findings.theme else None
    return Reading(
        entry_id=fact.entry_id,
        customer_id=fact.customer_id,
        at=at,
        language=findings.language,
        sentiment=findings.sentiment,
        felt=findings.felt,
        theme=findings.theme or "",
        about=findings.about,
        topic_id=chosen or read,
        chosen=chosen is not None,
        tags=[_as_kept(one) for one in findings.tags],
        failed=found is None,
    )


def _as_kept(tag: Tagged) -> dict[str, Any]:
    return {
        "risk": tag.risk.value,
        "words": tag.evidence.words,
        "facts": dict(tag.evidence.facts),
    }


def _show(conversation_ids: Collection[UUID]) -> None:
    """Screens that show one of them ask again: the message came before its reading, which
    nobody waits for."""
    if not conversation_ids:
        return
    for row in Conversation.objects.filter(pk__in=conversation_ids).select_related("lead"):
        shown = row.lead or row
        publish(f"conversation/{shown.id}", audience=audience_of(shown), in_passing=True)


def _triaged(fact: MessageReceived, found: Findings | None) -> MessageTriaged:
    return MessageTriaged(
        customer_id=fact.customer_id,
        conversation_id=fact.conversation_id,
        contact_id=fact.contact_id,
        entry_id=fact.entry_id,
        received_at=fact.received_at,
        automatic=fact.automatic,
        failed=found is None,
        risks=tuple(one.risk for one in found.tags) if found else (),
    )
