from datetime import timedelta
from uuid import UUID

from lifelong.channels.models import Channel
from lifelong.connectors.email.sending import send
from lifelong.conversations.actions.sending import due_entry_ids
from lifelong.lib.jobs import job, periodic


@job()
def deliver(entry_id: str) -> None:
    next_try_at = send(UUID(entry_id))
    if next_try_at is not None:
        deliver.at(next_try_at, entry_id=entry_id)


@periodic("* * * * *")
def deliver_what_was_left_lying() -> None:
    """Mails whose job was lost or whose worker died in the middle."""
    for entry_id in due_entry_ids(Channel.EMAIL, overdue_by=timedelta(minutes=2)):
        deliver.later(entry_id=str(entry_id))
