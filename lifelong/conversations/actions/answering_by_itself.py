"""Answers that no person wrote: marked as such, to no machine, and few."""

from datetime import timedelta

from django.utils.translation import gettext as _

from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Entry, EntryKind, Message
from lifelong.lib.errors import Refused

#: automatic answers that one person gets from us at most in this time, whatever sends them
CAP = 1
CAP_PERIOD = timedelta(days=1)
#: as RFC 3834 calls it
AUTO_REPLIED = "auto-replied"


class Capped(Refused):
    code = "capped"


class ToAMachine(Refused):
    """RFC 3834: machines do not answer each other."""

    code = "to-a-machine"


def answer_by_itself(contact: Contact, *, text: str) -> Entry:
    """Queue an automatic answer. It settles no clock: a person still owes theirs.

    Raises `Capped`, `ToAMachine`, and what `reply` raises.
    """
    with changing(contact.conversation_id) as change:
        if _was_written_by_a_machine(contact):
            raise ToAMachine(_("A machine wrote last, and machines are not answered."))
        if _had_one(change):
            raise Capped(_("They had an automatic answer within a day."))
        return reply(contact, text=text, by=None, seen_position=None, automatic=AUTO_REPLIED)


def _was_written_by_a_machine(contact: Contact) -> bool:
    said = Entry.objects.filter(contact=contact, kind=EntryKind.MESSAGE_IN).order_by("-position")
    return bool(said.values_list("message__automatic", flat=True).first())


def _had_one(change: Change) -> bool:
    sent = Message.objects.filter(
        customer_id__in=list(change.homes),
        automatic=AUTO_REPLIED,
        entry__kind=EntryKind.MESSAGE_OUT,
        entry__placed_at__gt=change.now - CAP_PERIOD,
    )
    return sent.count() >= CAP
