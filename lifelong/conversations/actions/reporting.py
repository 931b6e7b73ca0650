"""News about messages that we sent: accepted, delivered, delayed, come back."""

from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import Channel, DeliveryState
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.sending import (
    GIVEN_UP,
    OPEN_STATES,
    accepted,
    give_up,
    load,
    turn,
)
from lifelong.conversations.incoming import SendingReport
from lifelong.conversations.models import Entry, EntryKind, Message, Sending, SendingState
from lifelong.conversations.settled import Settled
from lifelong.conversations.threading import messages_with_ids
from lifelong.customers.actions.consenting import stop
from lifelong.customers.models import How


def take_report(report: SendingReport, *, addressed: UUID | None) -> Settled:
    """Move the sending that `report` is about. Parked when it is about none of ours.

    A Message-ID is no secret: whoever holds a copy could make our mails come back. So it counts
    only if it came to the return path that we signed for that contact (`addressed`), or names
    the very recipient.
    """
    sent = [report.external_id] if report.external_id else []
    ours = Message.objects.select_related("entry").filter(entry__kind=EntryKind.MESSAGE_OUT)
    found = messages_with_ids(sent).filter(entry__kind=EntryKind.MESSAGE_OUT).first()
    if found is None and report.entry_id is not None:
        # the vendor may tell of it before its answer to us has been written down
        found = ours.filter(pk=report.entry_id).first()
    if found is None:
        return Settled(
            DeliveryState.PARKED,
            _("A delivery report about a message that was not sent from here."),
        )
    with changing(found.entry.conversation_id) as change:
        entry, sending = load(found.entry_id)
        if not sending.tries or not _is_about(report, sending, addressed):
            return Settled(
                DeliveryState.PARKED,
                _("A delivery report that does not fit the message of ours which it names."),
            )
        if report.external_id != entry.message.external_id and not _is_open(sending):
            return Settled(DeliveryState.STORED, _("It is about an earlier try."), entry.id)
        _heed(report, change, entry, sending)
    return Settled(DeliveryState.STORED, entry_id=found.entry_id)


def _is_open(sending: Sending) -> bool:
    """Nothing is known of it yet."""
    return sending.state in (*OPEN_STATES, SendingState.UNKNOWN)


def _heed(report: SendingReport, change: Change, entry: Entry, sending: Sending) -> None:
    """Reports come twice and in any order: what is known for good stays."""
    if _is_open(sending) and report.outcome in ("accepted", "delivered", "failed"):
        accepted(entry.id, external_id=report.external_id or "")
        entry, sending = load(entry.id)
    if report.unwanted and entry.handle is not None:
        stop(entry.handle, channel=Channel(entry.channel), how=How.VENDOR)
    if report.outcome == "bounced" and sending.state not in GIVEN_UP:
        sending.words = report.words[:500]
        give_up(change, entry, sending, SendingState.BOUNCED)
    elif report.outcome == "failed" and sending.state == SendingState.ACCEPTED:
        sending.words = report.words[:500]
        give_up(change, entry, sending, SendingState.FAILED)
    elif report.outcome == "delivered" and sending.state == SendingState.ACCEPTED:
        turn(change, entry, sending, SendingState.DELIVERED)
    elif report.outcome == "delayed":
        sending.words = report.words[:500]
        turn(change, entry, sending, SendingState(sending.state))


def _is_about(report: SendingReport, sending: Sending, addressed: UUID | None) -> bool:
    if addressed is not None and addressed == sending.entry.contact_id:
        return True
    return (report.recipient or "").lower() == sending.recipient.lower()
