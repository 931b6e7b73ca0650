"""Beside somebody who may go: what is at risk, the order, the steps, and the deals."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.commerce.models import Order
from lifelong.commerce.queries import bought_by
from lifelong.commerce.queries import order as find_order
from lifelong.concessions.authority import Verdict
from lifelong.concessions.models import State
from lifelong.conversations import queries
from lifelong.conversations.models import Contact
from lifelong.lib.errors import NotFound
from lifelong.lib.money import Money
from lifelong.plays.retention import queries as retention
from lifelong.plays.retention.actions.proposing import accept, decline, propose
from lifelong.plays.retention.models import Answer, Deal, Proposal
from lifelong.plays.retention.withholding import why_withheld
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.hints import done
from lifelong.web.console.order_rows import OrderRow, order_row
from lifelong.web.console.risks import RiskRow

#: among so many of their latest orders the one at issue is looked for
LOOKED_AT = 20


@dataclass(frozen=True)
class DealRow:
    id: UUID
    name: str
    money: Money
    kind: str
    #: why it may be made, must be asked for, or cannot be
    sentence: str
    #: "within", "approval" or "refused"
    verdict: str


@dataclass(frozen=True)
class ProposalRow:
    id: UUID
    name: str
    money: Money
    #: how it stands, in a few words
    words: str
    is_open: bool


@dataclass(frozen=True)
class RetentionPanel:
    contact_id: UUID
    risks: Sequence[RiskRow]
    #: why they are served as usual: without steps and deals
    withheld: str
    order: OrderRow | None
    steps: Sequence[str]
    #: what this hero may still give here: kind and amount
    may_give: Sequence[tuple[str, Money]]
    deals: Sequence[DealRow]
    proposals: Sequence[ProposalRow]


def retention_panel(
    request: ConsoleRequest, contact_id: UUID | None, risks: Sequence[RiskRow]
) -> RetentionPanel | None:
    """For who answers somebody at risk; None for everybody else."""
    grave = [one for one in risks if one.decides]
    if contact_id is None or not grave or not request.caller.may(Verb.ANSWER):
        return None
    contact = Contact.objects.select_related("customer").get(pk=contact_id)
    proposed = [_proposal(one) for one in retention.proposals_in(contact)]
    if withheld := why_withheld(contact):
        return RetentionPanel(contact.id, grave, withheld, None, (), (), (), proposed)
    orders = bought_by(contact.customer_id, visible_to=request.caller)[:LOOKED_AT]
    order = retention.order_at_issue(contact, list(orders))
    may_give = retention.may_give(contact, order, by=request.agent)
    return RetentionPanel(
        contact_id=contact.id,
        risks=grave,
        withheld="",
        order=order_row(order) if order else None,
        steps=retention.steps(),
        may_give=[(str(kind.label), money) for kind, money in may_give.items()],
        deals=_deals(request, contact, order),
        proposals=proposed,
    )


def _deals(request: ConsoleRequest, contact: Contact, order: Order | None) -> list[DealRow]:
    return [
        DealRow(
            id=one.deal.id,
            name=one.deal.name,
            money=one.money,
            kind=one.deal.get_kind_display(),
            sentence=one.answer.sentence,
            verdict=one.answer.verdict.value,
        )
        for one in retention.possible(contact, order, by=request.agent)
        if one.answer.verdict is not Verdict.REFUSED
    ]


def _proposal(one: Proposal) -> ProposalRow:
    return ProposalRow(
        id=one.id,
        name=one.deal.name,
        money=one.money,
        words=_how_it_stands(one),
        is_open=one.answer == Answer.OPEN,
    )


def _how_it_stands(one: Proposal) -> str:
    if one.outcome:
        return str(one.get_outcome_display())
    if one.concession is None or one.concession.state == State.DONE:
        return str(one.get_answer_display())
    said = {"answer": one.get_answer_display(), "state": one.concession.get_state_display()}
    return _("%(answer)s, %(state)s") % said


@door("POST", needs=Verb.ANSWER)
def proposals(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    """POST {deal, order}: it was offered to the customer. `order`: "" where they have none."""
    contact = queries.contact(contact_id, visible_to=request.caller)
    deal = Deal.objects.filter(pk=uuid_in(request.POST.get("deal", ""))).first()
    if deal is None:
        raise NotFound(_("There is no such deal."))
    named = request.POST.get("order", "")
    order = find_order(uuid_in(named), visible_to=request.caller) if named else None
    propose(deal, to=contact, order=order, by=request.agent)
    return done(contact.conversation_id)


@door("POST", "DELETE", needs=Verb.ANSWER)
def acceptance(request: ConsoleRequest, proposal_id: UUID) -> HttpResponse:
    """POST: they said yes. DELETE: they said no."""
    found = Proposal.objects.select_related("contact").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound(_("There is no such proposal for you."))
    contact = queries.contact(found.contact_id, visible_to=request.caller)
    if request.method == "DELETE":
        decline(found, by=request.agent)
    else:
        accept(found, by=request.agent)
    return done(contact.conversation_id)
