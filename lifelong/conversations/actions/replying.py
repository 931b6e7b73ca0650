"""Answering a customer; and taking it back while there is time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel, Endpoint
from lifelong.channels.texts import LONGEST, MOST_BYTES, MOST_FILES
from lifelong.conversations.actions.attaching import attach, attach_again
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.drafting import discard_draft
from lifelong.conversations.actions.holding_back import take_out
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.actions.restoring import standing_before
from lifelong.conversations.events import ReplySent
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import (
    Contact,
    Entry,
    EntryKind,
    Message,
    Sending,
    SendingState,
)
from lifelong.conversations.threading import chain, last_messages
from lifelong.conversations.ways import Way, way_to
from lifelong.events.log import record
from lifelong.lib.errors import Refused
from lifelong.lib.statements import Statement, slot

#: where both write at once: new words appear above the composer and stop nothing
LIVE = (Channel.CHAT,)


class NothingToSay(Refused):
    code = "nothing-to-say"
    status = 422


class TooMuch(Refused):
    code = "too-much"
    status = 422


class Unseen(Refused):
    """New words stand in the conversation that the writer has not had on screen."""

    code = "unseen"

    def __init__(self, sentence: str, entry_ids: list[UUID]) -> None:
        super().__init__(sentence)
        self.entry_ids = entry_ids


class IdTaken(Refused):
    code = "id-taken"


class TooLate(Refused):
    code = "too-late"


class NotYours(Refused):
    code = "not-yours"


def reply(
    contact: Contact,
    *,
    text: str,
    by: Agent | None,
    seen_position: int | None,
    entry_id: UUID | None = None,
    files: Sequence[IncomingFile] = (),
    again: Collection[UUID] = (),
    send_at: datetime | None = None,
    automatic: str = "",
    draft_version: int | None = None,
    channel: str = "",
) -> Entry:
    """Queue an answer, by the channel on which the customer wrote last or by `channel`.

    `seen_position`: the last position that the writer had on screen; newer words of the
    customer or a colleague stop the send with `Unseen`. None: do not look (automatic
    answers). `entry_id`, made by the client, makes a repeat return the first entry. `again`:
    attachments of this conversation that go along once more.
    `send_at`: not before then; else after the seconds in which it can be taken back.
    """
    words = text.strip()
    if not words and not files and not again:
        raise NothingToSay(_("Write something first."))
    with changing(contact.conversation_id) as change:
        if entry_id and (known := already_said(change, entry_id)):
            return known
        contact = change.living(contact.id)
        way = way_to(contact, channel)
        if seen_position is not None and way.channel not in LIVE:
            _stop_if_unseen(change, seen_position, by)
        way.check()
        entry = change.enter(
            EntryKind.MESSAGE_OUT,
            contact=contact,
            agent=by,
            of=way.handle.customer_id,
            handle=way.handle,
            channel=way.channel,
            text=words,
            entry_id=entry_id,
        )
        attach(change, entry, files)
        carried = attach_again(change, entry, again, first=len(files)) if again else []
        if way.channel is Channel.SMS:
            sizes = [len(one.content) for one in files] + [one.size for one in carried]
            _stop_if_too_much(words, sizes)
        change.new_rows.append(_carried(entry, contact, way.endpoint, automatic))
        sending = _queue(change, entry, contact, way, send_at)
        if not automatic:
            _answer(change, contact, by)
            if by:
                discard_draft(
                    change.conversation,
                    by,
                    said=words,
                    version=draft_version,
                    beside=change.conversation_ids,
                )
        record(
            ReplySent(
                customer_id=contact.customer_id,
                conversation_id=change.conversation.id,
                contact_id=contact.id,
                entry_id=entry.id,
                channel=way.channel,
                agent_id=by.id if by else None,
                send_at=sending.send_at,
            )
        )
        return entry


def already_said(change: Change, entry_id: UUID) -> Entry | None:
    """The entry that the client made under this id, if this is a repeat. Raises `IdTaken`."""
    known = _SAID.first(id=entry_id)
    if known is not None and known.conversation_id not in change.conversation_ids:
        raise IdTaken(_("This id is in use. Make a new one."))
    return known


_SAID = Statement(lambda: Entry.objects.filter(pk=slot("id")))


def _stop_if_unseen(change: Change, seen_position: int, by: Agent | None) -> None:
    newer = Entry.objects.filter(
        conversation_id__in=change.conversation_ids,
        position__gt=seen_position,
        kind__in=[EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT],
        withdrawn_at=None,
    ).exclude(Q(kind=EntryKind.MESSAGE_OUT) & (Q(agent=by) | Q(agent=None)))
    if entries := list(newer.select_related("agent", "handle__customer").order_by("position")):
        raise Unseen(_who_was_first(entries[-1]), [one.id for one in entries])


def _who_was_first(newest: Entry) -> str:
    if newest.agent:
        return _("%(name)s answered while you were writing. Read it, then send again.") % {
            "name": newest.agent.name
        }
    handle = newest.handle
    name = (handle.customer.name or handle.words) if handle else _("Somebody")
    return _("%(name)s wrote while you were writing. Read it, then send again.") % {"name": name}


def _stop_if_too_much(words: str, sizes: Sequence[int]) -> None:
    """Raises `TooMuch` for what no text carries; `sizes`: of its files."""
    if len(words) > LONGEST:
        raise TooMuch(
            _("A text holds %(most)s characters and this has %(count)s. Shorten it or send a mail.")
            % {"most": LONGEST, "count": len(words)}
        )
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES:
        raise TooMuch(_("A text carries 10 files of 5 MB together. Send them by mail."))


def _carried(entry: Entry, contact: Contact, endpoint: Endpoint, automatic: str) -> Message:
    # ids of other channels are no names that a mail could answer
    answered = last_messages([contact.id]).get((contact.id, endpoint.channel))
    is_mail = endpoint.channel == Channel.EMAIL
    subject = contact.subject or (answered.subject if answered else "")
    return Message(
        entry=entry,
        customer_id=entry.customer_id,
        endpoint=endpoint,
        subject=_answer_subject(subject) if is_mail else "",
        # every try of a mail goes under this name; other vendors name what they take themselves
        external_id=f"{entry.id.hex}@{endpoint.address.rpartition('@')[2]}" if is_mail else "",
        answers=chain(answered),
        automatic=automatic,
    )


def _answer_subject(subject: str) -> str:
    if subject.lower().startswith(("re:", "aw:")):
        return subject
    return f"Re: {subject}" if subject else _("Your message to us")


def _queue(
    change: Change, entry: Entry, contact: Contact, way: Way, send_at: datetime | None
) -> Sending:
    undo = timedelta(seconds=settings.UNDO_SECONDS.get(entry.channel, 0))
    earliest = change.now + (undo if entry.agent_id else timedelta(0))
    moment = max(send_at or earliest, earliest)
    sending = Sending(
        entry=entry,
        customer_id=entry.customer_id,
        endpoint=way.endpoint,
        recipient=way.handle.value,
        queued_at=change.now,
        send_at=moment,
        next_try_at=moment,
        before=standing_before(contact),
    )
    change.new_rows.append(sending)
    return sending


def _answer(change: Change, contact: Contact, by: Agent | None) -> None:
    """One answer settles every clock that it answers, and takes up a closed matter again."""
    if contact.closed_at is not None:
        reopen(contact, change, at=change.now)
    contact.waiting_since = contact.due_at = None
    contact.set_aside_until, contact.set_aside_on = None, ""
    if contact.first_reply_at is None:
        contact.first_reply_at, contact.first_reply_by = change.now, by
    contact.save()
    change.contacts[contact.id] = contact
    if by is not None and change.conversation.owner_id is None:
        change_owner(change, by, by=by)


def withdraw(entry: Entry, *, by: Agent) -> Entry:
    """Take back an answer that has not gone out; its words return to the writer's draft."""
    with changing(entry.conversation_id) as change:
        sending = Sending.objects.select_related("entry").get(pk=entry.id)
        if sending.state != SendingState.QUEUED or sending.tries:
            raise TooLate(_("It is already on its way and cannot be taken back."))
        entry = sending.entry
        if entry.agent_id != by.id:
            raise NotYours(_("Only who wrote it can take it back."))
        take_out(change, entry, sending)
        if change.conversation.owner_id is None:
            change_owner(change, by, by=by)
        return entry
