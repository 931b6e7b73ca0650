"""News about messages that we sent: delivered, delayed, come back."""

from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.sending import GIVEN_UP, give_up
from lifelong.conversations.incoming import SendingReport
from lifelong.conversations.models import EntryKind, Sending, SendingState
from lifelong.conversations.settled import Settled
from lifelong.conversations.threading import messages_with_ids


def take_report(report: SendingReport, *, addressed: UUID | None) -> Settled:
    """Move the sending that `report` is about. Parked when it is about none of ours.

    A Message-ID is no secret: whoever holds a copy could make our mails come back. So it counts
    only if it came to the return path that we signed for that contact (`addressed`), or names
    the very recipient.
    """
    sent = [report.external_id] if report.external_id else []
    found = messages_with_ids(sent).filter(entry__kind=EntryKind.MESSAGE_OUT).first()
    if found is None:
        return Settled(
            DeliveryState.PARKED, _("A delivery report about a mail that was not sent from here.")
        )
    with changing(found.entry.conversation_id) as change:
        sending = Sending.objects.select_related("entry").get(pk=found.entry_id)
        if not sending.tries or not _is_about(report, sending, addressed):
            return Settled(
                DeliveryState.PARKED,
                _("A delivery report that does not fit the mail of ours which it names."),
            )
        if report.outcome == "bounced" and sending.state not in GIVEN_UP:
            sending.words = report.words[:500]
            give_up(change, sending.entry, sending, SendingState.BOUNCED)
        elif report.outcome == "delivered" and sending.state == SendingState.ACCEPTED:
            sending.state = SendingState.DELIVERED
            sending.save()
            change.revise(sending.entry)
        elif report.outcome == "delayed":
            sending.words = report.words[:500]
            sending.save()
            change.revise(sending.entry)
    return Settled(DeliveryState.STORED, entry_id=found.entry_id)


def _is_about(report: SendingReport, sending: Sending, addressed: UUID | None) -> bool:
    if addressed is not None and addressed == sending.entry.contact_id:
        return True
    return (report.recipient or "").lower() == sending.recipient.lower()
