"""How an outbound message fares: the states that its connector reports."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import Channel
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.holding_back import hold_back
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.events import SendingGaveUp, SendingRetried
from lifelong.conversations.models import Entry, EntryKind, Sending, SendingState
from lifelong.events.log import record
from lifelong.lib.clock import now

#: pauses between tries, in minutes; about three days in all
PAUSES = (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440)
#: after this long a try that never reported back is tried again
TRY_TIME = timedelta(minutes=5)

#: what leaves later than this after it was written was set for later
HELD_FOR_UNDO = timedelta(minutes=1)

OPEN_STATES = (SendingState.QUEUED, SendingState.SENDING)
#: it did not reach the customer, and its contact was reopened for that
GIVEN_UP = (SendingState.BOUNCED, SendingState.FAILED)


def begin_try(entry_id: UUID) -> Entry | None:
    """Claim a message for one try; None if it is not (or no longer, or not yet) to be sent."""
    with changing(_conversation_id(entry_id)) as change:
        entry, sending = _load(entry_id)
        due = sending.next_try_at is not None and sending.next_try_at <= change.now
        if sending.state not in OPEN_STATES or not due:
            return None
        if sending.tries > len(PAUSES):
            # no try ever reported back: something ends whoever tries
            sending.words = sending.words or _("Every try broke off.")
            give_up(change, entry, sending, SendingState.FAILED)
            return None
        if not sending.tries and _is_overtaken(change, entry, sending):
            hold_back(change, entry, sending)
            return None
        sending.tries += 1
        sending.next_try_at = change.now + TRY_TIME
        _turn(change, entry, sending, SendingState.SENDING)
        return entry


def _is_overtaken(change: Change, entry: Entry, sending: Sending) -> bool:
    """It was set for later, and the customer has written since."""
    if sending.send_at - sending.queued_at <= HELD_FOR_UNDO:
        return False
    return Entry.objects.filter(
        conversation_id__in=change.conversation_ids,
        kind=EntryKind.MESSAGE_IN,
        position__gt=entry.position,
    ).exists()


def accepted(entry_id: UUID) -> None:
    """The relay or provider has taken the message."""
    with changing(_conversation_id(entry_id)) as change:
        entry, sending = _load(entry_id)
        if sending.state in OPEN_STATES:
            sending.accepted_at, sending.next_try_at, sending.words = change.now, None, ""
            _turn(change, entry, sending, SendingState.ACCEPTED)


def delivered(entry_id: UUID) -> None:
    """The other side said that it has arrived."""
    with changing(_conversation_id(entry_id)) as change:
        entry, sending = _load(entry_id)
        if sending.state == SendingState.ACCEPTED:
            _turn(change, entry, sending, SendingState.DELIVERED)


def failed_once(entry_id: UUID, *, words: str, permanent: bool) -> datetime | None:
    """A try failed: the moment of the next one, or None when it was given up."""
    with changing(_conversation_id(entry_id)) as change:
        entry, sending = _load(entry_id)
        if sending.state not in OPEN_STATES:
            return None
        sending.words = words[:500]
        if permanent or sending.tries > len(PAUSES):
            give_up(change, entry, sending, SendingState.FAILED)
            return None
        sending.next_try_at = change.now + timedelta(minutes=PAUSES[sending.tries - 1])
        _turn(change, entry, sending, SendingState.QUEUED)
        return sending.next_try_at


def give_up(change: Change, entry: Entry, sending: Sending, state: SendingState) -> None:
    """It will not arrive: the customer waits again, and the hero sees why."""
    sending.next_try_at = None
    _turn(change, entry, sending, state)
    if entry.message.automatic:
        return  # nobody waits for it
    assert entry.contact_id is not None
    contact = change.contact(entry.contact_id)
    if contact.closed_at is not None:
        reopen(contact, change, at=change.now)
    contact.set_aside_until, contact.set_aside_on = None, ""
    contact.waiting_since = contact.waiting_since or change.now
    contact.save()
    change.note_event("sending-failed", contact=contact, entry=str(entry.id))
    record(
        SendingGaveUp(
            customer_id=entry.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            entry_id=entry.id,
        )
    )


def retry(entry: Entry) -> None:
    """Try a message again that was given up, at once; it answers its contact again."""
    with changing(entry.conversation_id) as change:
        fresh, sending = _load(entry.id)
        if sending.state in (SendingState.FAILED, SendingState.UNKNOWN):
            sending.tries, sending.next_try_at = 0, change.now
            _turn(change, fresh, sending, SendingState.QUEUED)
            _answer_again(change, fresh)
            record(
                SendingRetried(
                    customer_id=fresh.customer_id,
                    conversation_id=change.conversation.id,
                    entry_id=fresh.id,
                    channel=Channel(fresh.channel),
                )
            )


def _answer_again(change: Change, entry: Entry) -> None:
    """Stop the clock that giving up had started, unless the customer has written since."""
    assert entry.contact_id is not None
    since = Entry.objects.filter(
        contact_id=entry.contact_id, kind=EntryKind.MESSAGE_IN, position__gt=entry.position
    )
    if not since.exists():
        contact = change.contact(entry.contact_id)
        contact.waiting_since = None
        contact.save()


def due_entry_ids(channel: Channel, *, overdue_by: timedelta) -> list[UUID]:
    """Messages whose try should have happened: their job was lost or their worker died."""
    overdue = Sending.objects.filter(state__in=OPEN_STATES, next_try_at__lt=now() - overdue_by)
    return list(
        overdue.filter(entry__channel=channel)
        .order_by("next_try_at")
        .values_list("entry_id", flat=True)[:500]
    )


def _turn(change: Change, entry: Entry, sending: Sending, state: SendingState) -> None:
    sending.state = state
    sending.save()
    change.revise(entry)


def _load(entry_id: UUID) -> tuple[Entry, Sending]:
    sending = Sending.objects.select_related("entry").get(pk=entry_id)
    return sending.entry, sending


def _conversation_id(entry_id: UUID) -> UUID:
    return Entry.objects.values_list("conversation_id", flat=True).get(pk=entry_id)
