"""What a hero sees beside somebody who may go; what came of the deals."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Brand
from lifelong.channels.queries import brands_of
from lifelong.commerce.models import Order
from lifelong.concessions.actions.weighing import (
    Ground,
    NotThisOrder,
    Wish,
    foresee,
    ground_of,
    people_of,
)
from lifelong.concessions.authority import Answer, Kind, Reason, Verdict
from lifelong.concessions.outlook import outlook
from lifelong.conversations.models import Contact, Entry, EntryKind
from lifelong.lib.money import Money
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.retention.actions.proposing import wish_for, worth
from lifelong.plays.retention.models import Answer as Said
from lifelong.plays.retention.models import Deal, Outcome, Proposal, Step
from lifelong.plays.retention.steps import default_steps
from lifelong.triage.facts import is_named

#: so many of their last messages are searched for an order's number
SEARCHED = 20


def steps() -> list[str]:
    return list(Step.objects.order_by("place").values_list("words", flat=True)) or [
        *default_steps()
    ]


def deals() -> QuerySet[Deal]:
    """Those that may be proposed."""
    return Deal.objects.filter(is_active=True).order_by("name", "id")


def proposals_in(contact: Contact) -> QuerySet[Proposal]:
    """What was proposed in this matter, the latest first."""
    rows = Proposal.objects.filter(contact=contact).select_related("deal", "order", "concession")
    return rows.order_by("-proposed_at", "-id")


def order_at_issue(contact: Contact, orders: Sequence[Order]) -> Order | None:
    """Which of these, newest first, the matter is about: the one that they name, else the newest
    that is neither cancelled nor a trial."""
    said = Entry.objects.filter(contact=contact, kind=EntryKind.MESSAGE_IN, redacted_at=None)
    texts = said.order_by("-placed_at").values_list("text", "message__subject")[:SEARCHED]
    small = "\n".join(f"{subject or ''}\n{text}" for text, subject in texts).lower()
    live = [one for one in orders if one.cancelled_at is None and not one.is_test]
    named = [one for one in orders if is_named(str(one), small)]
    return next(iter([*named, *live]), None)


@dataclass(frozen=True)
class Possible:
    """A deal as it would be for one order, and whether this hero may make it: the answer is given
    anew when the customer accepts."""

    deal: Deal
    money: Money
    answer: Answer


def possible(contact: Contact, order: Order | None, *, by: Agent) -> list[Possible]:
    """The deals that fit this order, in the order of their names."""
    found = [(deal, worth(deal, order)) for deal in deals()]
    grounds: dict[str, Ground] = {}
    return [
        Possible(deal, money, _foreseen(wish_for(deal, money, contact, order), by, grounds))
        for deal, money in found
        if money is not None
    ]


def _foreseen(wish: Wish, by: Agent, grounds: dict[str, Ground]) -> Answer:
    """`grounds`: by currency, of wishes for the same customer and order."""
    currency = wish.money.currency
    try:
        if currency not in grounds:
            grounds[currency] = ground_of(wish, people_of(wish.customer), by=by)
        return foresee(wish, by=by, ground=grounds[currency]).answer
    except NotThisOrder as refused:
        return Answer(Verdict.REFUSED, str(refused))


def may_give(contact: Contact, order: Order | None, *, by: Agent) -> dict[Kind, Money]:
    """What is left of this hero's authority here, to keep the customer, by kind; nothing where a
    second person has to look at it."""
    if order is None or not order.currency:
        return {}
    found = outlook(contact.customer, order, currency=order.currency, by=by)
    if found.level is None or found.signals:
        return {}
    limits = found.level.limits
    return {
        kind: money
        for kind, money in found.left.items()
        if not limits[kind].reasons or Reason.RETENTION in limits[kind].reasons
    }


@dataclass
class Figures:
    """What came of a deal. Of the accepted some are not settled yet."""

    proposed: int = 0
    accepted: int = 0
    declined: int = 0
    kept: int = 0
    settled: int = 0


def without_play(*, visible_to: Caller) -> list[Brand]:
    """The brands in whose inboxes the caller works and which have not made retention a play."""
    plays = Play.objects.filter(kind=PlayKind.RETENTION)
    rows = brands_of(visible_to).exclude(pk__in=plays.values("brand"))
    return list(rows.order_by("name", "id"))


def totals(*, visible_to: Caller, brand: Brand | None = None) -> Figures:
    """Of all deals, in matters of the brands in whose inboxes the caller works, or of one."""
    visible_to.must(Verb.SEE_OUTCOMES)
    brands = brands_of(visible_to).filter(**({"pk": brand.pk} if brand else {}))
    # as `plays.queries.brand_of` has it
    whose = Coalesce("contact__endpoint__brand", "contact__conversation__inbox__brand")
    rows = Proposal.objects.alias(brand=whose).filter(brand__in=brands)
    found = rows.aggregate(
        proposed=Count("id"),
        accepted=Count("id", filter=Q(answer=Said.ACCEPTED)),
        declined=Count("id", filter=Q(answer=Said.DECLINED)),
        kept=Count("id", filter=Q(outcome=Outcome.KEPT)),
        settled=Count("id", filter=~Q(outcome="")),
    )
    return Figures(**found)


def figures() -> dict[UUID, Figures]:
    """By the ids of deals that were ever proposed."""
    found: dict[UUID, Figures] = {}
    rows = Proposal.objects.order_by().values_list("deal_id", "answer", "outcome")
    for deal_id, answer, outcome, count in rows.annotate(n=Count("id")):
        one = found.setdefault(deal_id, Figures())
        one.proposed += count
        one.accepted += count if answer == Said.ACCEPTED else 0
        one.declined += count if answer == Said.DECLINED else 0
        one.kept += count if outcome == Outcome.KEPT else 0
        one.settled += count if outcome else 0
    return found
