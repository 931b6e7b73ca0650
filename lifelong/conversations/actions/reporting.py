"""News about messages that we sent: delivered, delayed, come back."""

from datetime import datetime

from django.utils.translation import gettext as _

from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.sending import GIVEN_UP, give_up
from lifelong.conversations.incoming import SendingReport
from lifelong.conversations.models import EntryKind, Sending, SendingState
from lifelong.conversations.settled import Settled
from lifelong.conversations.threading import messages_with_ids


def take_report(report: SendingReport, *, at: datetime) -> Settled:
    """Move the sending that `report` is about. Parked when it is about none of ours."""
    sent = [report.external_id] if report.external_id else []
    found = messages_with_ids(sent).filter(entry__kind=EntryKind.MESSAGE_OUT).first()
    if found is None:
        return Settled(
            DeliveryState.PARKED, _("A delivery report about a mail that was not sent from here.")
        )
    with changing(found.entry.conversation_id) as change:
        sending = Sending.objects.select_related("entry").get(pk=found.entry_id)
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
