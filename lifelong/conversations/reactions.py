from lifelong.channels.events import TargetsChanged
from lifelong.conversations.jobs import follow_targets
from lifelong.events.reactor import on


@on(TargetsChanged)
def follow_the_targets(fact: TargetsChanged) -> None:
    follow_targets.later(inbox_id=str(fact.inbox_id))
