from datetime import timedelta
from uuid import UUID

from lifelong.concessions.events import ConcessionGranted
from lifelong.connectors.jobs import deliver, fetch, hand_over, look_up
from lifelong.connectors.outgoing import with_a_way_out
from lifelong.conversations.events import (
    CustomerApproached,
    FilesAwaited,
    ReplySent,
    SendingDoubted,
    SendingRetried,
)
from lifelong.conversations.models import AwaitedFile, Message
from lifelong.events.log import Recorded
from lifelong.events.reactor import on, on_all

#: a little after the last moment in which it can be taken back
GRACE = timedelta(milliseconds=50)


@on(ReplySent)
def deliver_by_its_way(fact: ReplySent) -> None:
    if _leaves_by_a_vendor(fact.entry_id):
        deliver.at(fact.send_at + GRACE, entry_id=str(fact.entry_id))


@on_all(CustomerApproached)
def deliver_what_nobody_asked_for(approached: list[Recorded]) -> None:
    facts = [event.fact for event in approached]
    entry_ids = [fact.entry_id for fact in facts if isinstance(fact, CustomerApproached)]
    leaving = Message.objects.filter(pk__in=entry_ids, endpoint__connector__in=with_a_way_out())
    deliver.batch([{"entry_id": str(one)} for one in leaving.values_list("pk", flat=True)])


@on(SendingRetried)
def deliver_again(fact: SendingRetried) -> None:
    if _leaves_by_a_vendor(fact.entry_id):
        deliver.later(entry_id=str(fact.entry_id))


@on(SendingDoubted)
def ask_whether_it_was_taken(fact: SendingDoubted) -> None:
    look_up.later(entry_id=str(fact.entry_id))


@on(ConcessionGranted)
def carry_it_out_in_the_store(fact: ConcessionGranted) -> None:
    hand_over.later(concession_id=str(fact.concession_id))


@on(FilesAwaited)
def fetch_its_files(fact: FilesAwaited) -> None:
    awaited = AwaitedFile.objects.filter(entry_id=fact.entry_id).values_list("id", flat=True)
    fetch.batch([{"file_id": str(one)} for one in awaited])


def _leaves_by_a_vendor(entry_id: UUID) -> bool:
    return Message.objects.filter(pk=entry_id, endpoint__connector__in=with_a_way_out()).exists()
