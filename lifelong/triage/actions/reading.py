"""Reading an inbound message: whatever comes of it, what follows is told that it is done."""

from lifelong.conversations.events import MessageReceived
from lifelong.conversations.models import Entry
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.triage.events import MessageTriaged
from lifelong.triage.models import Reading
from lifelong.triage.reading import Findings, read_in_time


def read_message(received: MessageReceived) -> None:
    """Write the reading of one message, and record that it is done, also when it failed."""
    assert received.customer_id is not None
    text = Entry.objects.values_list("text", flat=True).get(pk=received.entry_id)
    found = read_in_time(text)
    failed = found is None
    with transaction():
        Reading(
            entry_id=received.entry_id,
            customer_id=received.customer_id,
            at=clock.now(),
            language=(found or Findings()).language,
            failed=failed,
        ).save(force_insert=True)
        record(
            MessageTriaged(
                customer_id=received.customer_id,
                conversation_id=received.conversation_id,
                contact_id=received.contact_id,
                entry_id=received.entry_id,
                received_at=received.received_at,
                automatic=received.automatic,
                failed=failed,
            )
        )
