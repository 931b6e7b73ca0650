"""Hanging files on an entry."""

from collections.abc import Collection, Sequence
from uuid import UUID

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Attachment, Entry
from lifelong.files.models import StoredFile
from lifelong.files.storing import store


def attach(change: Change, entry: Entry, files: Sequence[IncomingFile], *, first: int = 0) -> None:
    """Store `files` and hang them on `entry`, in their order, the first at place `first`."""
    for place, file in enumerate(files, start=first):
        stored = store(
            file.content,
            name=file.name,
            content_type=file.content_type,
            customer_id=entry.customer_id,
        )
        attachment = Attachment(
            entry=entry,
            file=stored,
            content_id=(file.content_id or "")[:255],
            inline=file.inline,
            place=place,
        )
        change.new_rows += [stored, attachment]


def attach_again(
    change: Change, entry: Entry, attachment_ids: Collection[UUID], *, first: int
) -> list[StoredFile]:
    """Hang files of this conversation on `entry` too, from place `first` on. They were stored."""
    rows = Attachment.objects.filter(
        pk__in=attachment_ids, entry__conversation_id__in=change.conversation_ids
    )
    found = list(rows.select_related("file").order_by("entry_id", "place"))
    change.new_rows += [
        Attachment(entry=entry, file=one.file, place=place)
        for place, one in enumerate(found, start=first)
    ]
    return [one.file for one in found]
