"""What people have shown of themselves makes one person of them, or a suggestion; what is owed by
when follows the targets."""

from lifelong.channels.events import TargetsChanged
from lifelong.conversations.actions.changing import audience_of
from lifelong.conversations.actions.joining import join
from lifelong.conversations.jobs import follow_targets
from lifelong.conversations.models import Conversation
from lifelong.customers.actions.showing import may_join_by_itself
from lifelong.customers.events import HandleContested, ShownToBeOne
from lifelong.customers.models import Customer
from lifelong.events.reactor import on
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
