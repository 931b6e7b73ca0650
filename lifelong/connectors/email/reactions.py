from datetime import timedelta

from lifelong.channels.models import Channel
from lifelong.connectors.email.acknowledging import acknowledge_first_message
from lifelong.connectors.email.jobs import deliver
from lifelong.conversations.events import ContactBegun, ReplySent, SendingRetried
from lifelong.events.reactor import on

#: a little after the last moment in which it can be taken back
GRACE = timedelta(milliseconds=200)


@on(ReplySent)
def deliver_by_mail(fact: ReplySent) -> None:
    if fact.channel is Channel.EMAIL:
        deliver.at(fact.send_at + GRACE, entry_id=str(fact.entry_id))


@on(SendingRetried)
def deliver_again(fact: SendingRetried) -> None:
    if fact.channel is Channel.EMAIL:
        deliver.later(entry_id=str(fact.entry_id))


@on(ContactBegun)
def acknowledge(fact: ContactBegun) -> None:
    if fact.channel is Channel.EMAIL and not fact.automatic:
        acknowledge_first_message(fact.contact_id)
