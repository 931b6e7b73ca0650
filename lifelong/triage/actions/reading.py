"""Reading inbound messages: whatever comes of it, what follows is told that it is done."""

from lifelong.conversations.events import MessageReceived
from lifelong.conversations.models import Entry
from lifelong.events.log import Recorded, record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.triage.events import MessageTriaged
from lifelong.triage.facts import Facts
from lifelong.triage.models import Reading
from lifelong.triage.reading import Findings, read_in_time


def read_messages(received: list[Recorded]) -> None:
    """Write the readings of these `MessageReceived`, and record that each is done, also when it
    failed."""
    facts = {event: event.fact for event in received if isinstance(event.fact, MessageReceived)}
    texts = dict(
        Entry.objects.filter(pk__in=[fact.entry_id for fact in facts.values()]).values_list(
            "pk", "text"
        )
    )
    with transaction():
        found = {
            event: read_in_time(texts[fact.entry_id], Facts(now=clock.now()))
            for event, fact in facts.items()
        }
        at = clock.now()
        Reading.objects.bulk_create(
            Reading(
                entry_id=fact.entry_id,
                customer_id=fact.customer_id,
                at=at,
                language=(found[event] or Findings()).language,
                failed=found[event] is None,
            )
            for event, fact in facts.items()
            if fact.customer_id is not None
        )
        for event, fact in facts.items():
            record(_triaged(fact, failed=found[event] is None), because=event)


def _triaged(fact: MessageReceived, *, failed: bool) -> MessageTriaged:
    return MessageTriaged(
        customer_id=fact.customer_id,
        conversation_id=fact.conversation_id,
        contact_id=fact.contact_id,
        entry_id=fact.entry_id,
        received_at=fact.received_at,
        automatic=fact.automatic,
        failed=failed,
    )
