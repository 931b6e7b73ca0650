"""Hanging files on an entry."""

from collections.abc import Sequence

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Attachment, Entry
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
