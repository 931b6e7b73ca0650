"""Reads for screens and API, each scoped by who asks."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Delivery, DeliveryState, Endpoint, Inbox


def inboxes_of(caller: Caller) -> QuerySet[Inbox]:
    """The inboxes whose conversations this caller sees whole."""
    if caller.may(Verb.SEE_ALL_INBOXES) or caller.agent_id is None:
        return Inbox.objects.all()
    return Inbox.objects.filter(
        Q(members=caller.agent_id) | Q(teams__agents=caller.agent_id)
    ).distinct()


def deliveries(*, visible_to: Caller) -> QuerySet[Delivery]:
    """What came in, newest first; only for those who look after the intake."""
    visible_to.must(Verb.SEE_INTAKE)
    return Delivery.objects.order_by("-received_at", "-id")


def delivery_counts(*, visible_to: Caller) -> dict[str, int]:
    """How many deliveries stand where: received = the sum of the others, none lost."""
    rows = deliveries(visible_to=visible_to).order_by().values_list("state").annotate(n=Count("id"))
    by_state = {DeliveryState(state): n for state, n in rows}
    return {
        "received": sum(by_state.values()),
        "unprocessed": by_state.get(DeliveryState.UNPROCESSED, 0),
        "stored": by_state.get(DeliveryState.STORED, 0),
        "duplicates": by_state.get(DeliveryState.DUPLICATE, 0),
        "parked": by_state.get(DeliveryState.PARKED, 0),
        "quarantined": by_state.get(DeliveryState.QUARANTINED, 0)
        + by_state.get(DeliveryState.BLOCKED, 0),
    }


def endpoint_for(channel: str, addresses: list[str]) -> Endpoint | None:
    """Our endpoint among these addresses, the first that is named first."""
    found = {
        endpoint.address: endpoint
        for endpoint in Endpoint.objects.filter(
            channel=channel, address__in=addresses, is_active=True
        ).select_related("brand")
    }
    return next((found[address] for address in addresses if address in found), None)


def inbox_ids_of(caller: Caller) -> set[UUID]:
    return set(inboxes_of(caller).values_list("id", flat=True))
