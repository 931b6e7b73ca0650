from lifelong.accounts.models import Agent
from lifelong.conversations.events import ContactClosed, MessageReceived
from lifelong.conversations.models import Contact, Topic
from lifelong.events.log import Recorded
from lifelong.events.reactor import on, on_all
from lifelong.triage.actions.correcting import learn_from_closing
from lifelong.triage.actions.reading import read_messages


@on_all(MessageReceived)
def read_what_came_in(received: list[Recorded]) -> None:
    read_messages(received)


@on(ContactClosed)
def learn_what_it_was_about(fact: ContactClosed) -> None:
    """Only from people: a rule that closes has not looked."""
    if fact.topic_id is None or fact.agent_id is None:
        return
    learn_from_closing(
        Contact.objects.get(pk=fact.contact_id),
        topic=Topic.objects.get(pk=fact.topic_id),
        by=Agent.objects.get(pk=fact.agent_id),
    )
