from datetime import timedelta

from lifelong.channels.models import Channel
from lifelong.connectors.chat.jobs import deliver
from lifelong.connectors.chat.sending import tell_visitor
from lifelong.conversations.events import MessageReceived, ReplySent, SendingRetried
from lifelong.events.reactor import on
from lifelong.lib.transactions import transaction

#: a little after the last moment in which it can be taken back
GRACE = timedelta(milliseconds=20)


@on(ReplySent)
def deliver_to_the_widget(fact: ReplySent) -> None:
    if fact.channel is Channel.CHAT:
        deliver.at(fact.send_at + GRACE, entry_id=str(fact.entry_id))


@on(SendingRetried)
def deliver_to_the_widget_again(fact: SendingRetried) -> None:
    if fact.channel is Channel.CHAT:
        deliver.later(entry_id=str(fact.entry_id))


@on(MessageReceived)
def tell_other_widgets(fact: MessageReceived) -> None:
    """The visitor's other tabs, and the phone on the table."""
    if fact.channel is Channel.CHAT:
        with transaction():
            tell_visitor(fact.conversation_id)
