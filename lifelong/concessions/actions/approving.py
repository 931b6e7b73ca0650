"""Asking somebody who holds the authority, and their yes or no: decided once, in time."""

from datetime import timedelta

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import LIVE
from lifelong.concessions import queries
from lifelong.concessions.actions.booking import grant
from lifelong.concessions.actions.giving import NotGiven, drawn_up, made_under
from lifelong.concessions.actions.weighing import Wish, weigh
from lifelong.concessions.authority import Kind, Reason, Verdict
from lifelong.concessions.events import ApprovalAsked, ApprovalDecided, ApprovalLapsed
from lifelong.concessions.models import Approval, Concession, State
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed, Refused
from lifelong.lib.transactions import transaction

#: so long somebody may take to decide while the customer is there, and otherwise
WHILE_LIVE = timedelta(minutes=15)
OTHERWISE = timedelta(hours=4)


class NothingToAsk(Refused):
    """They may give it themselves."""

    code = "nothing-to-ask"


class Decided(Refused):
    """A colleague was faster, or the time is over."""

    code = "decided"


class NotYours(NotAllowed):
    """To be decided by another person, or by one with more authority."""

    code = "not-yours"


def ask(wish: Wish, *, by: Agent, key: str) -> Approval:
    """Ask the lowest level that holds it. `key`: as in `give`; a repeat is the same question.

    Raises `NothingToAsk`, `NotGiven`, `NotThisOrder`, `KeyReused`.
    """
    with transaction():
        weighed = weigh(wish, by=by, key=key)
        earlier = made_under(key, wish, by=by)
        if earlier is not None and hasattr(earlier, "approval"):
            return earlier.approval
        if earlier is not None or weighed.answer.verdict is Verdict.WITHIN:
            raise NothingToAsk(_("You may give this yourself."))
        if weighed.answer.verdict is Verdict.REFUSED or weighed.answer.level is None:
            raise NotGiven(weighed.answer.sentence)
        concession = drawn_up(wish, weighed, by=by, key=key)
        concession.save(force_insert=True)
        now = clock.now()
        live = wish.contact is not None and wish.contact.channel in LIVE
        approval = Approval.objects.create(
            concession=concession,
            level_id=weighed.answer.level.id,
            signals=list(weighed.signals),
            asked_at=now,
            until=now + (WHILE_LIVE if live else OTHERWISE),
        )
        record(
            ApprovalAsked(
                customer_id=concession.customer_id,
                concession_id=concession.id,
                approval_id=approval.id,
                level_id=approval.level_id,
                agent_id=by.id,
            )
        )
        return approval


def decide(approval: Approval, *, granted: bool, by: Agent, words: str = "") -> Concession:
    """Say yes or no. A yes uses the decider's authority, as it is now.

    Raises `NotYours`, `Decided`, or `NotGiven` where meanwhile too much was given.
    """
    with transaction():
        fresh = (
            Approval.objects.select_for_update(of=("self",))
            .select_related("concession__order", "concession__customer", "level")
            .get(pk=approval.id)
        )
        concession, now = fresh.concession, clock.now()
        if concession.agent_id == by.id:
            raise NotYours(_("A colleague has to decide what you have asked for."))
        if fresh.decided_at is not None:
            raise Decided(_("This is decided already."))
        if now >= fresh.until:
            raise Decided(_("The time to decide this is over. It can be asked again."))
        levels = queries.levels(concession.currency, now=now)
        holds = queries.held_by(by, levels, now=now)
        if holds is None or holds.rank < fresh.level.rank:
            raise NotYours(_("%(level)s decides this.") % {"level": fresh.level.name})
        if granted:
            weighed = weigh(wish_of(concession), by=by, seconded=concession.due)
            if weighed.answer.verdict is not Verdict.WITHIN:
                raise NotGiven(weighed.answer.sentence)
            # meanwhile others may have got what policy owed; then it is on who decides
            concession.due = weighed.due
            grant(concession, authority_of=by, level=holds)
        else:
            concession.state, concession.settled_at = State.DECLINED, now
            concession.save()
        fresh.decided_at, fresh.decided_by, fresh.granted = now, by, granted
        fresh.words = words.strip()[:300]
        fresh.save()
        record(
            ApprovalDecided(
                customer_id=concession.customer_id,
                concession_id=concession.id,
                approval_id=fresh.id,
                granted=granted,
                agent_id=by.id,
            )
        )
        return concession


def lapse_overdue() -> int:
    """Close the questions that nobody answered in time. How many there were."""
    with transaction():
        overdue = Approval.objects.select_for_update(of=("self",), skip_locked=True).filter(
            decided_at=None, until__lte=clock.now()
        )
        rows = list(overdue.select_related("concession").order_by("until")[:500])
        for row in rows:
            row.decided_at = row.concession.settled_at = clock.now()
            row.concession.state = State.LAPSED
            row.concession.save()
            row.save()
            record(
                ApprovalLapsed(
                    customer_id=row.concession.customer_id,
                    concession_id=row.concession_id,
                    approval_id=row.id,
                )
            )
        return len(rows)


def wish_of(concession: Concession) -> Wish:
    """What was wished for, to be weighed again."""
    return Wish(
        kind=Kind(concession.kind),
        money=concession.money,
        reason=Reason(concession.reason),
        customer=concession.customer,
        order=concession.order,
        items=concession.items,
        contact=concession.contact,
    )
