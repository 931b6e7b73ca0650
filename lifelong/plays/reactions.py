"""What becomes of planned steps when customers speak first."""

from lifelong.conversations.events import MessageReceived
from lifelong.events.log import Recorded
from lifelong.events.reactor import apart, on_all
from lifelong.plays import queries
from lifelong.plays.actions.stopping import note_reply, stop_for
from lifelong.plays.waiting import Why


@on_all(MessageReceived, shares=True)
def give_way_to_who_wrote(received: list[Recorded]) -> None:
    """Whoever writes has a hero's attention now: nothing more is said to them by itself."""
    facts = [one.fact for one in received if isinstance(one.fact, MessageReceived)]
    facts = [fact for fact in facts if not fact.automatic]
    whose = {fact.customer_id for fact in facts if fact.customer_id is not None}
    for customer_id in queries.with_plans(whose):
        # it locks their cases
        apart()
        stop_for(customer_id, why=Why.WROTE)
    contacts = {fact.contact_id for fact in facts if fact.contact_id is not None}
    for contact_id in queries.touched(contacts):
        apart()
        note_reply(contact_id)
