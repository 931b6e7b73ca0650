"""Reads for screens and API, each scoped by who asks."""

from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import (
    Brand,
    Channel,
    Delivery,
    DeliveryState,
    Endpoint,
    Inbox,
    Round,
)
from lifelong.lib.errors import NotFound


def inboxes_of(caller: Caller) -> QuerySet[Inbox]:
    """The inboxes whose conversations this caller sees whole."""
    if caller.may(Verb.SEE_ALL_INBOXES) or caller.agent_id is None:
        return Inbox.objects.all()
    return Inbox.objects.filter(
        Q(members=caller.agent_id) | Q(teams__agents=caller.agent_id)
    ).distinct()


def brands_of(caller: Caller) -> QuerySet[Brand]:
    """The brands in whose inboxes this caller works, or looks."""
    if caller.may(Verb.SEE_ALL_INBOXES) or caller.agent_id is None:
        return Brand.objects.all()
    return Brand.objects.filter(pk__in=inboxes_of(caller).values("brand"))


def deliveries(*, visible_to: Caller) -> QuerySet[Delivery]:
    """What came in, newest first; only for those who look after the intake."""
    visible_to.must(Verb.SEE_INTAKE)
    return Delivery.objects.order_by("-received_at", "-id")


def delivery(delivery_id: UUID, *, visible_to: Caller) -> Delivery:
    found = deliveries(visible_to=visible_to).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound(_("There is no such delivery for you."))
    return found


def delivery_counts(*, visible_to: Caller) -> dict[str, int]:
    """How many deliveries stand where: received = the sum of the others, none lost.

    `quarantined` counts the blocked ones too: they are kept out by the same decision.
    """
    rows = deliveries(visible_to=visible_to).order_by().values_list("state").annotate(n=Count("id"))
    by_state = {DeliveryState(state): n for state, n in rows}
    return {
        "received": sum(by_state.values()),
        "unprocessed": by_state.get(DeliveryState.UNPROCESSED, 0),
        "stored": by_state.get(DeliveryState.STORED, 0),
        "duplicates": by_state.get(DeliveryState.DUPLICATE, 0),
        "parked": by_state.get(DeliveryState.PARKED, 0),
        "put_away": by_state.get(DeliveryState.PUT_AWAY, 0),
        "quarantined": by_state.get(DeliveryState.QUARANTINED, 0)
        + by_state.get(DeliveryState.BLOCKED, 0),
    }


def undecided_deliveries(*, visible_to: Caller) -> QuerySet[Delivery]:
    """Those that wait for a person's decision: parked, or in quarantine."""
    return deliveries(visible_to=visible_to).filter(
        state__in=[DeliveryState.PARKED, DeliveryState.QUARANTINED]
    )


def put_away_deliveries(*, visible_to: Caller) -> QuerySet[Delivery]:
    """What was parked until somebody saw that nothing is to be done, what was put away last
    first."""
    rows = deliveries(visible_to=visible_to).filter(state=DeliveryState.PUT_AWAY)
    return rows.order_by("-put_away_at", "-id")


def blocked_deliveries(*, visible_to: Caller) -> QuerySet[Delivery]:
    """What came from senders who are blocked, newest first."""
    return deliveries(visible_to=visible_to).filter(state=DeliveryState.BLOCKED)


def undecided_counts(*, visible_to: Caller) -> dict[str, int]:
    """How many of them there are, by state; by the index, however much has come in."""
    rows = undecided_deliveries(visible_to=visible_to).order_by().values_list("state")
    return dict(rows.annotate(n=Count("id")))


def last_round(of: DeliveryState, *, visible_to: Caller) -> Round | None:
    """The newest one: it may be under way."""
    visible_to.must(Verb.SEE_INTAKE)
    found = Round.objects.filter(of=of).select_related("began_by")
    return found.order_by("-began_at").first()


def unread_of(found: Round) -> int:
    """How many of a round lie with the intake, unread."""
    return Delivery.objects.filter(round=found, state=DeliveryState.UNPROCESSED).count()


def our_mail_address() -> str | None:
    """The address of our oldest active mail endpoint: where a first mail may be sent to."""
    active = Endpoint.objects.filter(channel=Channel.EMAIL, is_active=True)
    return active.order_by("id").values_list("address", flat=True).first()


def inboxes(*, visible_to: Caller) -> QuerySet[Inbox]:
    """Every inbox by name: whoever sees customers also sees where their conversations are."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return Inbox.objects.order_by("name", "id")


#: `inboxes_of` as SQL, because every look at who waits and at a person asks it
_INBOX_IDS = """
SELECT inbox_id FROM channels_inbox_members WHERE agent_id = %(agent)s
UNION
SELECT inbox_id FROM channels_inbox_teams JOIN accounts_agent_teams USING (team_id)
WHERE agent_id = %(agent)s
"""


def inbox_ids_of(caller: Caller) -> set[UUID]:
    """The same, by their ids."""
    if caller.may(Verb.SEE_ALL_INBOXES) or caller.agent_id is None:
        return set(Inbox.objects.values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_INBOX_IDS, {"agent": caller.agent_id})
        return {inbox_id for (inbox_id,) in cursor.fetchall()}
