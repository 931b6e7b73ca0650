"""What people have shown of themselves makes one person of them, or a suggestion; what became of
their orders stands on their timeline; until when they shall be answered follows the targets."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from lifelong.channels.events import TargetsChanged
from lifelong.commerce.events import OrderChanged
from lifelong.conversations.actions.changing import audience_of
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.showing_orders import missing_milestones, show_orders
from lifelong.conversations.events import ContactBegun, PeopleJoined, UndeliveredRetried
from lifelong.conversations.jobs import follow_targets, try_again
from lifelong.conversations.models import Conversation
from lifelong.customers.actions.showing import may_join_by_itself
from lifelong.customers.events import HandleContested, ShownToBeOne
from lifelong.customers.models import Customer
from lifelong.events.log import Recorded
from lifelong.events.reactor import apart, on, on_all
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish


@on(ShownToBeOne)
def join_who_proved_it(fact: ShownToBeOne) -> None:
    people = Customer.objects.in_bulk([fact.customer_id, fact.other_id])
    one, other = people.values()
    if may_join_by_itself(one, other):
        join(one, other, by=None)


@on(HandleContested)
def show_the_suggestion(fact: HandleContested) -> None:
    """Screens that show either of them look for suggestions again."""
    people = Conversation.objects.filter(customer_id__in=[fact.customer_id, fact.other_id])
    with transaction():
        for row in people.select_related("lead"):
            shown = row.lead or row
            publish(f"conversation/{shown.id}", audience=audience_of(shown))


@on(TargetsChanged)
def follow_the_targets(fact: TargetsChanged) -> None:
    follow_targets.later(inbox_id=str(fact.inbox_id))


@on(UndeliveredRetried)
def try_it_again(fact: UndeliveredRetried) -> None:
    try_again.later(until=fact.until.isoformat())


@on_all(OrderChanged)
def show_what_became_of_orders(changed: list[Recorded]) -> None:
    customer_ids = {event.fact.customer_id for event in changed if event.fact.customer_id}
    here = Conversation.objects.filter(customer_id__in=customer_ids)
    _show_one_by_one(list(here.values_list("customer_id", flat=True)))


# when somebody writes for the first time; later it finds nothing that is missing
@on_all(ContactBegun, shares=True)
def show_past_orders(begun: list[Recorded]) -> None:
    customer_ids = {event.fact.customer_id for event in begun if event.fact.customer_id}
    missing = missing_milestones(customer_ids).order_by("order__customer_id")
    _show_one_by_one(list(missing.values_list("order__customer_id", flat=True).distinct()))


@on(PeopleJoined)
def show_orders_of_the_joined(fact: PeopleJoined) -> None:
    """Who had only bought has a timeline now; all of theirs is under one lock."""
    of_them = Q(pk=fact.conversation_id) | Q(lead=fact.conversation_id)
    people = Conversation.objects.filter(of_them).values_list("customer_id", flat=True)
    missing = missing_milestones(list(people)).order_by("order__customer_id")
    for customer_id in missing.values_list("order__customer_id", flat=True).distinct():
        show_orders(customer_id)


def _show_one_by_one(customer_ids: Collection[UUID]) -> None:
    """Each under its conversation's lock, in a transaction of its own."""
    if len(customer_ids) > 1:
        apart()
    for customer_id in customer_ids:
        show_orders(customer_id)
