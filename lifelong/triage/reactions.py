from lifelong.conversations.events import MessageReceived
from lifelong.events.log import Recorded
from lifelong.events.reactor import on_all
from lifelong.triage.actions.reading import read_messages


@on_all(MessageReceived)
def read_what_came_in(received: list[Recorded]) -> None:
    read_messages(received)
