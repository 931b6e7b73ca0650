"""Calling who is on call, when nobody at work may give what keeps a customer.

The agent keeps the customer. Who was called and says nothing in time is followed by the next, and
after the last by the first again, until somebody answers or nothing is at stake any more.
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Kind, kind_of
from lifelong.concessions.actions.approving import OTHERWISE, WHILE_LIVE
from lifelong.concessions.models import LevelHolding
from lifelong.conversations.models import Conversation
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.routing.actions.ringing import tell
from lifelong.routing.candidates import rooms
from lifelong.routing.events import ApproverCalled, CallAnswered
from lifelong.routing.models import Call, Offer, OnCall, Stake
from lifelong.routing.queries import standing_offer
from lifelong.routing.scoring import may_keep


class NoLongerCalled(Refused):
    code = "no-longer-called"


class RosterUnclear(Refused):
    code = "roster-unclear"
    status = 422


def set_roster(agents: Sequence[Agent]) -> None:
    """Who is on call from now on, in the order in which they are called."""
    if len({one.pk for one in agents}) < len(agents):
        raise RosterUnclear(_("Name everybody once."))
    today = clock.now().date()
    for one in agents:
        if not one.works_on(today):
            raise RosterUnclear(_("%(name)s does not work here any more.") % {"name": one.name})
        if not LevelHolding.objects.filter(agent=one, held_until=None).exists():
            raise RosterUnclear(
                _("%(name)s holds no authority: they could allow nothing.") % {"name": one.name}
            )
    with transaction():
        OnCall.objects.all().delete()
        OnCall.objects.bulk_create(
            OnCall(agent=one, turn=turn) for turn, one in enumerate(agents, start=1)
        )


def call(offer: Offer) -> Call | None:
    """Tell the first on call, once for each offer; None where nobody is."""
    with transaction():
        Conversation.objects.select_for_update(of=("self",), no_key=True).get(
            pk=offer.conversation_id
        )
        earlier = Call.objects.filter(offer=offer).first()
        next_one = _after(None, of=offer)
        if earlier is not None or next_one is None:
            return earlier
        row = Call(offer=offer, customer_id=offer.customer_id)
        _tell(row, next_one)
        return row


def call_for_owner(stake: Stake) -> None:
    """Who has them already may give nothing, and nobody at work may: on call is told."""
    conversation = stake.conversation
    offer = standing_offer(conversation)
    if offer is None or Call.objects.filter(offer=offer).exists():
        return
    kind = kind_of(conversation.channel)
    here = rooms([conversation.inbox_id], [kind], full=True)
    if not any(one.capacity > 0 and may_keep(one, stake.currency) for one in here):
        # they came for something else: who is called, and who has them, read here what it is now
        offer.parts = {**offer.parts, "risks": stake.risks, "alone": True}
        offer.save(update_fields=["parts"])
        call(offer)


def answer_call(offer_id: UUID, *, by: Agent) -> None:
    """They see to it. Twice is once. Raises `NoLongerCalled` where it is another's turn."""
    with transaction():
        row = _locked(offer_id)
        if row is None or row.approver_id != by.id:
            raise NoLongerCalled(_("Somebody else was called meanwhile, or it is over."))
        if row.ended_at is not None:
            return
        row.answered_at = row.ended_at = clock.now()
        row.save(update_fields=["answered_at", "ended_at"])
        tell(by.id)
        record(
            CallAnswered(
                customer_id=row.customer_id,
                conversation_id=row.offer.conversation_id,
                offer_id=row.offer_id,
                approver_id=by.id,
            )
        )


def call_the_next() -> None:
    """Whose time is over is followed by the next; what is settled is called for no more."""
    open_calls = Call.objects.filter(ended_at=None, until__lte=clock.now())
    for offer_id in list(open_calls.order_by("until").values_list("offer_id", flat=True)):
        with transaction():
            row = _locked(offer_id)
            if row is None or row.ended_at is not None or row.until > clock.now():
                continue
            before, next_one = row.approver, _after(row.approver, of=row.offer)
            if next_one is None or not _is_at_stake(row):
                _end(row)
            else:
                _tell(row, next_one)
            tell(before.id)


def end_calls(conversation_id: UUID) -> None:
    """Nothing is at stake there any more, or somebody else has the customer."""
    rows = Call.objects.filter(offer__conversation_id=conversation_id, ended_at=None)
    for offer_id in list(rows.order_by("offer_id").values_list("offer_id", flat=True)):
        with transaction():
            row = _locked(offer_id)
            if row is not None and row.ended_at is None and not _is_at_stake(row):
                _end(row)
                tell(row.approver_id)


def _tell(row: Call, approver: Agent) -> None:
    live = kind_of(row.offer.conversation.channel) is Kind.LIVE
    row.approver, row.called_at = approver, clock.now()
    row.until = row.called_at + (WHILE_LIVE if live else OTHERWISE)
    row.save()
    tell(approver.id)
    record(
        ApproverCalled(
            customer_id=row.customer_id,
            conversation_id=row.offer.conversation_id,
            offer_id=row.offer_id,
            agent_id=row.offer.agent_id,
            approver_id=approver.id,
            until=row.until,
        )
    )


def _end(row: Call) -> None:
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])


def _after(approver: Agent | None, *, of: Offer) -> Agent | None:
    """Whose turn it is next: of those who work here and may give in the currency that is at
    stake, and not the one who asks."""
    today = clock.now().date()
    stake = Stake.objects.filter(conversation_id=of.conversation_id).first()
    able = LevelHolding.objects.filter(held_until=None)
    if stake is not None and stake.currency:
        able = able.filter(currency=stake.currency)
    rows = OnCall.objects.exclude(agent_id=of.agent_id).filter(agent__in=able.values("agent"))
    rows = rows.select_related("agent").order_by("turn")
    roster = [one for one in rows if one.agent.works_on(today)]
    last = next((one.turn for one in roster if approver and one.agent_id == approver.id), 0)
    later = [one for one in roster if one.turn > last]
    return next((one.agent for one in [*later, *roster]), None)


def _is_at_stake(row: Call) -> bool:
    offer = row.offer
    staked = Stake.objects.filter(conversation_id=offer.conversation_id).exists()
    return staked and offer.conversation.owner_id == offer.agent_id


def _locked(offer_id: UUID) -> Call | None:
    rows = Call.objects.select_for_update(of=("self",)).filter(pk=offer_id)
    return rows.select_related("approver", "offer__agent", "offer__conversation").first()
