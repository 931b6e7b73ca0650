"""What happens by itself: rules are looked at for what they wait for."""

from datetime import timedelta

from lifelong.events.log import Recorded
from lifelong.events.reactor import current_cause, on, on_all
from lifelong.lib import clock
from lifelong.plays.rules.actions.firing import fire_rules, run_due
from lifelong.plays.rules.events import ContactCameDue
from lifelong.plays.rules.subject import happened_at
from lifelong.plays.rules.triggers import FACTS, OF_FACT

#: what happened longer ago is no news, when we hear of it
NEWS = timedelta(days=1)


def look_at_rules(events: list[Recorded]) -> None:
    """Events of one kind."""
    fresh = [event for event in events if clock.now() - happened_at(event) <= NEWS]
    if fresh:
        fire_rules(OF_FACT[type(fresh[0].fact)], fresh)


for kind in FACTS.values():
    on_all(kind, shares=True)(look_at_rules)


@on(ContactCameDue)
def look_at_the_rule_that_is_due(fact: ContactCameDue) -> None:
    event = current_cause()
    assert event is not None
    run_due(fact, event)
