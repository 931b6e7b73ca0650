from lifelong.channels.models import Channel
from lifelong.connectors.email.acknowledging import acknowledge_first_message
from lifelong.conversations.events import ContactBegun
from lifelong.events.reactor import on


@on(ContactBegun, shares=True)
def acknowledge(fact: ContactBegun) -> None:
    if fact.channel is Channel.EMAIL and not fact.automatic:
        acknowledge_first_message(fact.contact_id)
