"""A note: only we see it."""

from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.drafting import discard_draft
from lifelong.conversations.actions.mentioning import mention
from lifelong.conversations.actions.replying import NothingToSay, already_said
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind


def note(
    conversation: Conversation,
    *,
    text: str,
    by: Agent | None,
    contact: Contact | None = None,
    entry_id: UUID | None = None,
    draft_version: int | None = None,
) -> Entry:
    """Write a note; colleagues named in it behind an @ are told.

    `entry_id`, made by the client, makes a repeat return the first.
    """
    if not text.strip():
        raise NothingToSay(_("Write something first."))
    with changing(conversation.id) as change:
        if entry_id and (known := already_said(change, entry_id)):
            return known
        entry = change.enter(
            EntryKind.NOTE, contact=contact, agent=by, text=text.strip(), entry_id=entry_id
        )
        mention(change, entry)
        if by is not None:
            discard_draft(
                change.conversation,
                by,
                said=text,
                version=draft_version,
                beside=change.conversation_ids,
            )
        return entry
