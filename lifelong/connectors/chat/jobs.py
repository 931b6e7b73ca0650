from datetime import timedelta
from uuid import UUID

from lifelong.channels.models import Channel
from lifelong.connectors.chat.actions.proving import forget_expired
from lifelong.connectors.chat.sending import lay_out
from lifelong.conversations.actions.sending import due_entry_ids
from lifelong.lib.jobs import job, periodic


@job()
def deliver(entry_id: str) -> None:
    lay_out(UUID(entry_id))


@periodic("* * * * *")
def deliver_what_was_left_lying() -> None:
    """Answers whose job was lost or whose worker died in the middle."""
    for entry_id in due_entry_ids(Channel.CHAT, overdue_by=timedelta(seconds=30)):
        deliver.later(entry_id=str(entry_id))


@periodic("17 * * * *")
def forget_what_has_expired() -> None:
    forget_expired()
