"""Reading an inbound message. The first version only says that it was read."""

from lifelong.conversations.events import MessageReceived
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.triage.events import MessageTriaged
from lifelong.triage.models import Reading


def read_message(received: MessageReceived) -> None:
    """Write the reading of one message, and record that it is done."""
    assert received.customer_id is not None
    with transaction():
        Reading(entry_id=received.entry_id, customer_id=received.customer_id, at=clock.now()).save(
            force_insert=True
        )
        record(
            MessageTriaged(
                customer_id=received.customer_id,
                conversation_id=received.conversation_id,
                contact_id=received.contact_id,
                entry_id=received.entry_id,
                received_at=received.received_at,
                automatic=received.automatic,
                failed=False,
            )
        )
