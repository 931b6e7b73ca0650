"""What turns out later about those whom nobody may hold out. Law and safety are route tags, which
routing heeds itself, before the match."""

from lifelong.commerce.events import IncidentOpened, IncidentUpdated, OrderChanged
from lifelong.commerce.models import Incident
from lifelong.conversations.events import ContactSorted
from lifelong.conversations.models import Conversation
from lifelong.events.log import Recorded
from lifelong.events.reactor import apart, on, on_all
from lifelong.plays.events import PlaySwitched
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.retention.jobs import note_again
from lifelong.plays.retention.withholding import held_among
from lifelong.routing.actions.serving import note_changed_stake
from lifelong.routing.models import Stake
from lifelong.triage.events import MessageTriaged
from lifelong.triage.queries import conversations_at_risk


@on_all(MessageTriaged, shares=True)
def heed_what_they_wrote(triaged: list[Recorded]) -> None:
    _look_again(triaged)


@on_all(ContactSorted)
def heed_what_it_is_about(told: list[Recorded]) -> None:
    _look_again(told)


@on_all(IncidentOpened)
def heed_what_happened_to_a_parcel(opened: list[Recorded]) -> None:
    _look_again(opened)


@on_all(IncidentUpdated)
def heed_what_that_turned_out_to_be(updated: list[Recorded]) -> None:
    _look_again(updated)


@on_all(OrderChanged)
def heed_whose_order_it_is(changed: list[Recorded]) -> None:
    """Something was wrong with it before anybody knew whose it is."""
    orders = {one.fact.order_id: one for one in changed if isinstance(one.fact, OrderChanged)}
    rows = Incident.objects.filter(order__in=orders, resolved_at=None)
    troubled = set(rows.values_list("order_id", flat=True))
    _look_again([one for order_id, one in orders.items() if order_id in troubled])


@on(PlaySwitched)
def heed_the_switch(fact: PlaySwitched) -> None:
    """Who waits for a keeper when it is switched off waits for anybody; who is at risk when it is
    switched on is served accordingly. A job for each, since each locks one conversation."""
    if not Play.objects.filter(pk=fact.play_id, kind=PlayKind.RETENTION).exists():
        return
    at_risk = set(Stake.objects.values_list("pk", flat=True)) | conversations_at_risk()
    for conversation_id in at_risk:
        note_again.later(conversation_id=str(conversation_id))


def _look_again(happened: list[Recorded]) -> None:
    """At what is at stake with those who are held out: of most who write nobody is."""
    if not happened:
        return
    whose = {one.fact.customer_id for one in happened}
    held = held_among([one for one in whose if one is not None])
    if held:
        # each locks one conversation
        apart()
    for conversation in Conversation.objects.filter(customer__in=held):
        note_changed_stake(conversation.id)
