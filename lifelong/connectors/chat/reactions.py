from lifelong.channels.models import Channel
from lifelong.connectors.chat.sending import tell_visitor
from lifelong.conversations.events import MessageReceived
from lifelong.events.reactor import on


@on(MessageReceived, shares=True)
def tell_other_widgets(fact: MessageReceived) -> None:
    """The visitor's other tabs, and the phone on the table."""
    if fact.channel is Channel.CHAT:
        tell_visitor(fact.conversation_id)
