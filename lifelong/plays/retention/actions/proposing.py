"""Proposing a deal, and what the customer says to it.

Whether it may be made is decided by the same check as everything that is given: a yes gives it at
once where the hero's authority holds it, and asks somebody who may where it does not.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Order
from lifelong.concessions.actions.approving import ask
from lifelong.concessions.actions.giving import NotGiven, give
from lifelong.concessions.actions.weighing import Wish, weigh
from lifelong.concessions.authority import Kind, Reason, Verdict
from lifelong.concessions.models import Concession
from lifelong.conversations.actions.locking import lock
from lifelong.conversations.models import Contact
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money
from lifelong.lib.transactions import transaction
from lifelong.plays.retention.events import DealAccepted, DealDeclined, DealProposed
from lifelong.plays.retention.keeping import FOLLOWED
from lifelong.plays.retention.models import Answer, Deal, Proposal
from lifelong.plays.retention.withholding import why_withheld


class NotProposed(Refused):
    code = "not-proposed"


class Answered(Refused):
    """The customer has said something else to it."""

    code = "answered"


def worth(deal: Deal, order: Order | None) -> Money | None:
    """What the deal comes to for this order, rounded down; None: it needs another order."""
    if deal.amount is not None:
        fits = order is None or order.currency == deal.currency
        return Money(deal.amount, deal.currency) if fits else None
    if order is None or not order.currency:
        return None
    amount = order.total * (deal.percent or 0) // 100
    return Money(amount, order.currency) if amount > 0 else None


def wish_for(deal: Deal, money: Money, contact: Contact, order: Order | None) -> Wish:
    """What is wished for once the customer says yes."""
    return Wish(
        kind=Kind(deal.kind),
        money=money,
        reason=Reason(deal.reason),
        customer=contact.customer,
        order=order,
        contact=contact,
    )


def propose(deal: Deal, *, to: Contact, order: Order | None, by: Agent) -> Proposal:
    """Say that it was offered to the customer. While it is open, twice is once.

    Raises `NotProposed`, also for who is served as usual, `NotThisOrder`, or `NotGiven` for what
    nobody may give.
    """
    with transaction():
        lock([to.conversation_id])
        contact = Contact.objects.select_related("customer").get(pk=to.pk)
        if withheld := why_withheld(contact):
            raise NotProposed(withheld)
        money = worth(deal, order)
        if not Deal.objects.filter(pk=deal.pk, is_active=True).exists():
            raise NotProposed(_("This deal is not made any more."))
        if contact.closed_at is not None:
            raise NotProposed(_("This matter is closed. Open it again first."))
        if money is None:
            raise NotProposed(_("This deal does not fit that order. Choose another one."))
        still_open = Proposal.objects.filter(contact=contact, deal=deal, answer=Answer.OPEN).first()
        if still_open is not None:
            return still_open
        customer = contact.customer
        proposal = Proposal(
            deal=deal, contact=contact, customer=customer, order=order, agent=by,
            amount=money.amount, currency=money.currency, proposed_at=clock.now(),
        )  # fmt: skip
        _refuse_the_impossible(proposal, by)
        proposal.save(force_insert=True)
        record(
            DealProposed(
                customer_id=customer.id,
                proposal_id=proposal.id,
                deal_id=deal.id,
                contact_id=contact.id,
                order_id=order.id if order else None,
                money=money,
                agent_id=by.id,
            )
        )
        return proposal


def accept(proposal: Proposal, *, by: Agent) -> Proposal:
    """The customer said yes: it is given now, or asked for. Twice is once.

    Raises `Answered`, and what `give` and `ask` raise.
    """
    with transaction():
        row = _locked(proposal, unless=Answer.DECLINED)
        if row.answer == Answer.ACCEPTED:
            return row
        now = clock.now()
        concession = _given_or_asked_for(row, by)
        _say(row, Answer.ACCEPTED, now)
        row.concession, row.until = concession, now + FOLLOWED
        row.save()
        record(
            DealAccepted(
                customer_id=row.customer_id,
                proposal_id=row.id,
                concession_id=concession.id,
                agent_id=by.id,
            )
        )
        return row


def decline(proposal: Proposal, *, by: Agent) -> Proposal:
    """The customer said no. Twice is once. Raises `Answered`."""
    with transaction():
        row = _locked(proposal, unless=Answer.ACCEPTED)
        if row.answer == Answer.DECLINED:
            return row
        _say(row, Answer.DECLINED, clock.now())
        row.save()
        record(DealDeclined(customer_id=row.customer_id, proposal_id=row.id, agent_id=by.id))
        return row


def _locked(proposal: Proposal, *, unless: Answer) -> Proposal:
    lock([proposal.contact.conversation_id])
    rows = Proposal.objects.select_related("deal", "customer", "order", "contact__customer")
    row = rows.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.answer == unless:
        raise Answered(
            _("They have said something else to it already: %(answer)s.")
            % {"answer": row.get_answer_display()}
        )
    return row


def _say(row: Proposal, answer: Answer, at: datetime) -> None:
    row.answer, row.answered_at = answer, at


def _given_or_asked_for(row: Proposal, by: Agent) -> Concession:
    wish, key = _wish(row), f"retention:{row.id}"
    verdict = weigh(wish, by=by, key=key).answer.verdict
    if verdict is Verdict.APPROVAL:
        return ask(wish, by=by, key=key).concession
    return give(wish, by=by, key=key)


def _refuse_the_impossible(proposal: Proposal, by: Agent) -> None:
    answer = weigh(_wish(proposal), by=by).answer
    if answer.verdict is Verdict.REFUSED:
        raise NotGiven(answer.sentence)


def _wish(row: Proposal) -> Wish:
    return wish_for(row.deal, row.money, row.contact, row.order)
