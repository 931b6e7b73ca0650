"""How an outbound message fares: the states that its connector reports."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import KEEPERS
from lifelong.channels.hours import Opening, Schedule, next_opening
from lifelong.channels.models import Channel
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.holding_back import hold_back
from lifelong.conversations.actions.reaching_out import BY_ITSELF
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.events import SendingGaveUp, SendingRetried
from lifelong.conversations.models import Entry, EntryKind, Message, Sending, SendingState
from lifelong.conversations.threading import messages_with_ids
from lifelong.customers.actions.consenting import stop
from lifelong.customers.consents import Consents, stop_of
from lifelong.customers.models import How, Purpose
from lifelong.events.log import record
from lifelong.lib.clock import now
from lifelong.lib.statements import Statement, slot
from lifelong.live.publishing import publish

#: pauses between tries, in minutes; about three days in all
PAUSES = (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440)
#: after this long a try that never reported back is tried again
TRY_TIME = timedelta(minutes=5)

#: what leaves later than this after it was written was set for later
HELD_FOR_UNDO = timedelta(minutes=1)

OPEN_STATES = (SendingState.QUEUED, SendingState.SENDING)
#: it is on its way, or there: whoever looks may hear of it a moment later
_ON_ITS_WAY = (SendingState.SENDING, SendingState.ACCEPTED, SendingState.DELIVERED)
#: it did not reach the customer, and its contact was reopened for that
GIVEN_UP = (SendingState.BOUNCED, SendingState.FAILED)


def begin_try(entry_id: UUID) -> Entry | None:
    """Claim a message for one try; None if it is not (or no longer, or not yet) to be sent."""
    with changing(conversation_of(entry_id)) as change:
        entry, sending = load(entry_id)
        due = sending.next_try_at is not None and sending.next_try_at <= change.now
        if sending.state not in OPEN_STATES or not due:
            return None
        if sending.tries > len(PAUSES):
            # no try ever reported back: something ends whoever tries
            sending.words = sending.words or _("Every try broke off.")
            give_up(change, entry, sending, SendingState.UNKNOWN)
            return None
        if _is_overtaken(change, entry, sending):
            hold_back(change, entry, sending)
            return None
        if not _is_wanted(entry):
            sending.words = _("They have asked not to be written to in this way.")
            give_up(change, entry, sending, SendingState.FAILED)
            return None
        if sending.expires_at is not None and sending.expires_at <= change.now:
            sending.words = sending.words or _("It would have come too late.")
            give_up(change, entry, sending, SendingState.FAILED)
            return None
        if (opens := opens_at(sending, change.now)) > change.now:
            sending.next_try_at = opens
            sending.save(update_fields=["next_try_at"])
            return None
        # it was being tried, and nothing was heard of that
        sending.in_doubt = sending.in_doubt or sending.state == SendingState.SENDING
        sending.tries += 1
        sending.next_try_at = change.now + TRY_TIME
        turn(change, entry, sending, SendingState.SENDING)
        return entry


def opens_at(sending: Sending, now: datetime) -> datetime:
    """The first moment from `now` on at which it may leave."""
    if sending.hours is None:
        return now
    said = sending.hours
    week = ((Opening(said["from"], said["to"]),),) * 7
    opens = next_opening(Schedule(said["zone"], week), now)
    assert opens is not None, "every day has its hours"
    return opens


def _is_wanted(entry: Entry) -> bool:
    """What they said last about being written to lets it go."""
    if entry.handle is None:
        return True
    purpose = Purpose(entry.message.purpose)
    if purpose is Purpose.ANSWERS:
        return stop_of(entry.handle, entry.channel) is None
    return Consents([entry.handle]).allow(entry.handle, Channel(entry.channel), purpose)


def _is_overtaken(change: Change, entry: Entry, sending: Sending) -> bool:
    """The customer has written since, and it did not leave: it was set for later, or it is ours
    who write by ourselves. What may have left is tried on."""
    if entry.message.automatic == BY_ITSELF:
        waits = not sending.in_doubt and sending.state == SendingState.QUEUED
    else:
        waits = not sending.tries and sending.send_at - sending.queued_at > HELD_FOR_UNDO
    if not waits:
        return False
    return Entry.objects.filter(
        conversation_id__in=change.conversation_ids,
        kind=EntryKind.MESSAGE_IN,
        position__gt=entry.position,
    ).exists()


def accepted(entry_id: UUID, *, external_id: str = "") -> datetime | None:
    """The relay or provider has taken the message, and calls it `external_id`.

    The moment of the next try if that id is of another message of ours: then this one was not
    taken, but one with the same words.
    """
    with changing(conversation_of(entry_id)) as change:
        entry, sending = load(entry_id)
        if external_id and _is_anothers(external_id, entry_id):
            is_open = sending.state in OPEN_STATES
            return _try_later(change, entry, sending) if is_open else None
        if external_id:
            Message.objects.filter(pk=entry_id).update(external_id=external_id)
        if sending.state in (*OPEN_STATES, SendingState.UNKNOWN):
            if sending.state == SendingState.UNKNOWN:
                answer_again(change, entry)
            sending.accepted_at, sending.next_try_at = change.now, None
            sending.words, sending.in_doubt, sending.failed_at = "", False, None
            turn(change, entry, sending, SendingState.ACCEPTED)
        return None


def delivered(entry_id: UUID) -> None:
    """The other side said that it has arrived."""
    with changing(conversation_of(entry_id)) as change:
        entry, sending = load(entry_id)
        if sending.state in (SendingState.SENDING, SendingState.ACCEPTED):
            sending.next_try_at = None
            turn(change, entry, sending, SendingState.DELIVERED)


def failed_once(
    entry_id: UUID,
    *,
    words: str,
    permanent: bool,
    unsure: bool = False,
    unwanted: bool = False,
    pause: timedelta = timedelta(0),
) -> datetime | None:
    """A try failed: the moment of the next one, or None when it was given up.

    `unsure`, `pause`: as in `DeliveryFailed`. `unwanted`: its recipient wants none of these.
    """
    with changing(conversation_of(entry_id)) as change:
        entry, sending = load(entry_id)
        if sending.state not in OPEN_STATES:
            return None
        sending.words, sending.in_doubt = words[:500], unsure
        if unwanted and entry.handle is not None:
            stop(entry.handle, channel=Channel(entry.channel), how=How.VENDOR)
        if permanent or sending.tries > len(PAUSES):
            give_up(change, entry, sending, SendingState.FAILED)
            return None
        return _try_later(change, entry, sending, pause)


def _is_anothers(external_id: str, entry_id: UUID) -> bool:
    ours = messages_with_ids([external_id]).filter(entry__kind=EntryKind.MESSAGE_OUT)
    return ours.exclude(pk=entry_id).exists()


def _try_later(
    change: Change, entry: Entry, sending: Sending, pause: timedelta = timedelta(0)
) -> datetime:
    usual = timedelta(minutes=PAUSES[min(sending.tries, len(PAUSES)) - 1])
    sending.next_try_at = at = change.now + max(usual, pause)
    sending.failed_at = change.now
    turn(change, entry, sending, SendingState.QUEUED)
    return at


def give_up(change: Change, entry: Entry, sending: Sending, state: SendingState) -> None:
    """It will not arrive, or nobody knows: the customer waits again, and the hero sees why."""
    _tell_keepers()
    if state is SendingState.FAILED and sending.in_doubt:
        state = SendingState.UNKNOWN
    sending.next_try_at, sending.failed_at = None, change.now
    turn(change, entry, sending, state)
    if entry.message.automatic:
        return  # nobody waits for it
    assert entry.contact_id is not None
    contact = change.contact(entry.contact_id)
    if contact.closed_at is not None:
        reopen(contact, change, at=change.now)
    contact.set_aside_until, contact.set_aside_on = None, ""
    change.waits(contact, since=change.now)
    contact.save()
    what = "sending-unknown" if state is SendingState.UNKNOWN else "sending-failed"
    change.note_event(what, contact=contact, entry=str(entry.id))
    record(
        SendingGaveUp(
            customer_id=entry.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            entry_id=entry.id,
        )
    )


def _tell_keepers() -> None:
    """Who looks after what did not arrive sees it come and go."""
    publish("undelivered", audience=KEEPERS)


def retry(entry: Entry) -> None:
    """Try a message again that was given up, at once, whatever is not known of it; it answers
    its contact again."""
    with changing(entry.conversation_id) as change:
        fresh, sending = load(entry.id)
        if sending.state in (SendingState.FAILED, SendingState.UNKNOWN):
            sending.tries, sending.next_try_at, sending.in_doubt = 0, change.now, False
            sending.failed_at = None
            _tell_keepers()
            turn(change, fresh, sending, SendingState.QUEUED)
            answer_again(change, fresh)
            record(
                SendingRetried(
                    customer_id=fresh.customer_id,
                    conversation_id=change.conversation.id,
                    entry_id=fresh.id,
                    channel=Channel(fresh.channel),
                )
            )


def answer_again(change: Change, entry: Entry) -> None:
    """Stop the clock that giving up had started, unless the customer has written since."""
    if entry.message.automatic:
        return
    assert entry.contact_id is not None
    since = Entry.objects.filter(
        contact_id=entry.contact_id, kind=EntryKind.MESSAGE_IN, position__gt=entry.position
    )
    if not since.exists():
        contact = change.contact(entry.contact_id)
        contact.waiting_since = contact.due_at = None
        contact.save()


def due_entry_ids(connectors: Collection[str], *, overdue_by: timedelta) -> list[UUID]:
    """Messages by these connectors whose try should have happened: their job was lost or their
    worker died."""
    overdue = Sending.objects.filter(state__in=OPEN_STATES, next_try_at__lt=now() - overdue_by)
    return list(
        overdue.filter(entry__message__endpoint__connector__in=connectors)
        .order_by("next_try_at")
        .values_list("entry_id", flat=True)[:500]
    )


def turn(change: Change, entry: Entry, sending: Sending, state: SendingState) -> None:
    sending.state = state
    sending.save()
    change.revise(entry)
    change.in_passing = state in _ON_ITS_WAY


def load(entry_id: UUID) -> tuple[Entry, Sending]:
    sending = _LOADED.first(entry=entry_id)
    if sending is None:
        raise Sending.DoesNotExist
    return sending.entry, sending


_LOADED = Statement(
    lambda: Sending.objects.filter(entry=slot("entry")).select_related(
        "entry__handle", "entry__message__endpoint__brand"
    )
)


def conversation_of(entry_id: UUID) -> UUID:
    return Entry.objects.values_list("conversation_id", flat=True).get(pk=entry_id)
