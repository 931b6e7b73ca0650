from lifelong.accounts.models import Agent
from lifelong.conversations.events import ContactClosed, MessageReceived
from lifelong.conversations.models import Contact, Topic
from lifelong.events.log import Recorded
from lifelong.events.reactor import on_all
from lifelong.triage.actions.correcting import learn_from_closing
from lifelong.triage.actions.reading import read_messages


@on_all(MessageReceived, shares=True)
def read_what_came_in(received: list[Recorded]) -> None:
    read_messages(received)


@on_all(ContactClosed)
def learn_what_it_was_about(closed: list[Recorded]) -> None:
    """Only from people: a rule that closes has not looked."""
    facts = [event.fact for event in closed if isinstance(event.fact, ContactClosed)]
    said = [fact for fact in facts if fact.topic_id and fact.agent_id]
    contacts = Contact.objects.in_bulk([fact.contact_id for fact in said])
    topics = Topic.objects.in_bulk({fact.topic_id for fact in said})
    agents = Agent.objects.in_bulk({fact.agent_id for fact in said})
    for fact in said:
        assert fact.topic_id is not None and fact.agent_id is not None
        learn_from_closing(
            contacts[fact.contact_id], topic=topics[fact.topic_id], by=agents[fact.agent_id]
        )
