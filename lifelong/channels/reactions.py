from lifelong.channels.events import RoundBegun
from lifelong.channels.jobs import go_on_with_round
from lifelong.events.reactor import on


@on(RoundBegun)
def hand_it_to_the_intake(fact: RoundBegun) -> None:
    go_on_with_round.later(round_id=str(fact.round_id))
