"""Files that follow their message: awaited, hung on its entry, or given up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from lifelong.conversations.actions.attaching import attach
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.events import FilesAwaited
from lifelong.conversations.incoming import IncomingFile, RemoteFile
from lifelong.conversations.models import AwaitedFile, Entry
from lifelong.events.log import record
from lifelong.lib import clock

#: pauses between tries, in seconds: vendors announce files a little before they have them
PAUSES = (5, 30, 120, 600, 3600, 6 * 3600)
#: after this long a try that never reported back is made again
TRY_TIME = timedelta(minutes=2)


def await_files(change: Change, entry: Entry, files: Sequence[RemoteFile]) -> None:
    """Have `files` fetched once the message stands."""
    if not files:
        return
    change.new_rows += [
        AwaitedFile(
            entry=entry,
            customer_id=entry.customer_id,
            place=place,
            url=file.url,
            content_type=file.content_type,
            next_try_at=change.now,
        )
        for place, file in enumerate(files)
    ]
    record(
        FilesAwaited(
            customer_id=entry.customer_id,
            conversation_id=entry.conversation_id,
            entry_id=entry.id,
        )
    )


def begin_fetch(awaited_id: UUID) -> AwaitedFile | None:
    """Claim a file for one try; None if it is here, or was given up, or is being fetched."""
    at = clock.now()
    due = AwaitedFile.objects.filter(pk=awaited_id, next_try_at__lte=at)
    if not due.update(next_try_at=at + TRY_TIME):
        return None
    return AwaitedFile.objects.select_related("entry__message__endpoint").get(pk=awaited_id)


def arrived(awaited: AwaitedFile, file: IncomingFile) -> None:
    """Hang the file on its entry, once."""
    with changing(awaited.entry.conversation_id) as change:
        deleted, _rows = AwaitedFile.objects.filter(pk=awaited.id).delete()
        entry = Entry.objects.get(pk=awaited.entry_id)
        if deleted and entry.redacted_at is None:
            attach(change, entry, [file], first=awaited.place)
        change.revise(entry)


def did_not_arrive(awaited: AwaitedFile, *, words: str, permanent: bool) -> datetime | None:
    """A try failed: the moment of the next one, or None when it was given up."""
    with changing(awaited.entry.conversation_id) as change:
        fresh = AwaitedFile.objects.select_related("entry").filter(pk=awaited.id).first()
        if fresh is None:
            return None
        given_up = permanent or fresh.tries >= len(PAUSES)
        pause = timedelta(seconds=0 if given_up else PAUSES[fresh.tries])
        fresh.next_try_at = None if given_up else change.now + pause
        fresh.tries, fresh.words = fresh.tries + 1, words[:300]
        fresh.save()
        if given_up:
            change.revise(fresh.entry)
        return fresh.next_try_at


def try_again(entry: Entry) -> None:
    """Have the files of a message fetched that were given up."""
    with changing(entry.conversation_id) as change:
        given_up = AwaitedFile.objects.filter(entry=entry, next_try_at=None)
        if given_up.update(next_try_at=change.now, tries=0, words=""):
            change.revise(Entry.objects.get(pk=entry.pk))
            record(
                FilesAwaited(
                    customer_id=entry.customer_id,
                    conversation_id=entry.conversation_id,
                    entry_id=entry.id,
                )
            )


def overdue_file_ids(*, overdue_by: timedelta) -> list[UUID]:
    """Files whose try should have happened: their job was lost or their worker died."""
    rows = AwaitedFile.objects.filter(next_try_at__lt=clock.now() - overdue_by)
    return list(rows.order_by("next_try_at").values_list("id", flat=True)[:500])
