"""What is at stake with a conversation: kept beside it, so that a match reads it with the queue."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lifelong.channels.hours import ahead_of
from lifelong.commerce.queries import totals
from lifelong.conversations.actions.locking import lock
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.people import homes_of
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.routing import ports
from lifelong.routing.matching import HELD_UNTIL
from lifelong.routing.models import Stake
from lifelong.routing.scoring import HARD
from lifelong.triage.facts import HIGH_VALUE
from lifelong.triage.queries import standings

#: what is lost with somebody who has bought nothing yet; with who is of high value it is 1.0
LEAST = 0.5


def note_stake(conversation_id: UUID) -> Stake | None:
    """The route tags that stand on the open matters of this person, and what they have bought;
    without the matters that a play has served as usual, to compare with."""
    with transaction():
        conversation = lock([conversation_id])[conversation_id]
        homes = homes_of(conversation)
        rows = Contact.objects.filter(conversation_id__in=homes.values(), closed_at=None)
        read = standings(list(rows.values_list("id", flat=True)))
        stands = {key: [tag.risk for tag in one.tags if tag.decides] for key, one in read.items()}
        at_risk = {key: risks for key, risks in stands.items() if risks}
        apart = ports.hold_out(conversation, at_risk) if at_risk else ()
        found = {risk.value for key in at_risk.keys() - set(apart) for risk in at_risk[key]}
        old = Stake.objects.filter(conversation_id__in=homes.values())
        if not found:
            old.delete()
            return None
        old.exclude(pk=conversation.pk).delete()
        value, currency = _value(list(homes))
        said = {"risks": sorted(found), "value": value, "currency": currency}
        return Stake.objects.update_or_create(conversation=conversation, defaults=said)[0]


def kept_until(stake: Stake) -> datetime | None:
    """When others than keepers may serve them; None if that is not a matter of time."""
    waits = stake.conversation
    if not HARD.isdisjoint(stake.risks) or waits.owner_id or not waits.due_at:
        return None
    left = waits.inbox.target(waits.channel) * (1 - HELD_UNTIL)
    moment = ahead_of(waits.inbox.schedule, waits.due_at, left)
    return moment if moment > clock.now() else None


def staked_among(conversation_ids: Collection[UUID]) -> set[UUID]:
    """With whom of these people anything was at stake before."""
    known = Stake.objects.filter(conversation_id__in=conversation_ids)
    staked = set(known.values_list("conversation_id", flat=True))
    led = Conversation.objects.filter(pk__in=conversation_ids, lead__isnull=False)
    leads = led.filter(lead__in=Stake.objects.values("conversation"))
    return staked | set(leads.values_list("id", flat=True))


def _value(customer_ids: list[UUID]) -> tuple[float, str]:
    """0.5 to 1.0, and the currency in which they have bought most."""
    spent = max(totals(customer_ids).spent, key=lambda money: money.amount, default=None)
    if spent is None:
        return LEAST, ""
    share = min(1.0, max(spent.amount, 0) / HIGH_VALUE)
    return round(LEAST + (1 - LEAST) * share, 3), spent.currency
