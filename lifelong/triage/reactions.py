from lifelong.conversations.events import MessageReceived
from lifelong.events.reactor import on
from lifelong.triage.actions.reading import read_message


@on(MessageReceived)
def read_what_came_in(fact: MessageReceived) -> None:
    read_message(fact)
