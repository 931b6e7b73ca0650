from datetime import timedelta
from uuid import UUID

from lifelong.concessions.actions.carrying_out import doubted_ids, overdue_ids
from lifelong.connectors.asking import ask, asked_ids
from lifelong.connectors.fetching import fetch_file
from lifelong.connectors.giving import carry_out
from lifelong.connectors.giving import look_again as look_for_concession
from lifelong.connectors.outgoing import look_again, send, with_a_way_out
from lifelong.conversations.actions.awaiting import overdue_file_ids
from lifelong.conversations.actions.sending import due_entry_ids
from lifelong.lib.jobs import job, periodic


@job()
def deliver(entry_id: str) -> None:
    next_try_at = send(UUID(entry_id))
    if next_try_at is not None:
        deliver.at(next_try_at, entry_id=entry_id)


@job()
def look_up(entry_id: str) -> None:
    look_again(UUID(entry_id))


@job()
def hand_over(concession_id: str) -> None:
    next_try_at = carry_out(UUID(concession_id))
    if next_try_at is not None:
        hand_over.at(next_try_at, concession_id=concession_id)


@job()
def fetch(file_id: str) -> None:
    next_try_at = fetch_file(UUID(file_id))
    if next_try_at is not None:
        fetch.at(next_try_at, file_id=file_id)


@periodic("*/5 * * * *")
def ask_who_tells_nothing() -> None:
    """Carriers, each in a job of its own: one that is slow keeps nobody waiting."""
    for connection_id in asked_ids():
        ask_once.later(connection_id=str(connection_id))


# a round that failed is not repeated: the next one comes in five minutes
@job(tries=1)
def ask_once(connection_id: str) -> None:
    ask(UUID(connection_id))


@periodic("* * * * *")
def deliver_what_was_left_lying() -> None:
    """Messages whose job was lost or whose worker died in the middle."""
    for entry_id in due_entry_ids(with_a_way_out(), overdue_by=timedelta(minutes=2)):
        deliver.later(entry_id=str(entry_id))


@periodic("* * * * *")
def fetch_what_was_left_lying() -> None:
    """The same for files."""
    for file_id in overdue_file_ids(overdue_by=timedelta(minutes=2)):
        fetch.later(file_id=str(file_id))


@periodic("* * * * *")
def hand_over_what_was_left_lying() -> None:
    """The same for concessions."""
    for concession_id in overdue_ids(overdue_by=timedelta(minutes=2)):
        hand_over.later(concession_id=str(concession_id))


@job()
def look_for(concession_id: str) -> None:
    look_for_concession(UUID(concession_id))


@periodic("17 * * * *")
def look_for_what_nobody_knows() -> None:
    for concession_id in doubted_ids():
        look_for.later(concession_id=str(concession_id))
