"""Levels as they hold now, what policy says now, and what was given so far."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Connection
from lifelong.commerce.actions.attributing import store_handle
from lifelong.commerce.models import Order
from lifelong.concessions.authority import Kind, Level, Limit, Reason
from lifelong.concessions.codes import DiscountCode, code_of
from lifelong.concessions.models import (
    COUNTED,
    Approval,
    AuthorityLevel,
    Concession,
    LevelHolding,
    LevelVersion,
    PolicyVersion,
    State,
)
from lifelong.concessions.policy import Policy
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.lib.statements import Statement, among


def levels(currency: str, *, now: datetime) -> list[Level]:
    """All levels in this currency, each as it holds at that moment, the lowest first."""
    versions = (
        LevelVersion.objects.filter(level__currency=currency, holds_from__lte=now)
        .order_by("level_id", "-holds_from")
        .distinct("level_id")
        .select_related("level")
        .prefetch_related("limits")
    )
    return sorted((_level(one) for one in versions), key=lambda level: level.rank)


def _level(version: LevelVersion) -> Level:
    return Level(
        id=version.level_id,
        version_id=version.id,
        name=version.level.name,
        rank=version.level.rank,
        currency=version.level.currency,
        limits={
            Kind(one.kind): Limit(
                most=one.most,
                percent=one.percent,
                reasons=frozenset(Reason(reason) for reason in one.reasons),
            )
            for one in version.limits.all()
        },
        per_customer=version.per_customer,
        per_agent=version.per_agent,
        period=timedelta(days=version.period_days),
    )


def held_by(agent: Agent, among: Iterable[Level], *, now: datetime) -> Level | None:
    """Which of these levels this agent holds; None: none, or they do not work any more."""
    if not agent.works_on(now.date()):
        return None
    held = LevelHolding.objects.filter(agent=agent, held_from__lte=now).exclude(held_until__lte=now)
    level_ids = set(held.values_list("level_id", flat=True))
    return next((level for level in among if level.id in level_ids), None)


def askable(among: Sequence[Level], *, by: Agent | None, now: datetime) -> list[Level]:
    """Those of these levels whose approvals somebody else than `by` could decide now: who works,
    and holds it or a higher one."""
    holdings = LevelHolding.objects.filter(
        currency__in={level.currency for level in among}, held_from__lte=now
    ).exclude(held_until__lte=now)
    others = holdings.exclude(agent=by).select_related("agent", "level")
    ranks = [(one.currency, one.level.rank) for one in others if one.agent.works_on(now.date())]
    return [
        level
        for level in among
        if any(level.currency == currency and level.rank <= rank for currency, rank in ranks)
    ]


def policy(*, now: datetime) -> Policy | None:
    """What is owed at that moment; None: nobody has said so yet, so nothing is."""
    row = PolicyVersion.objects.filter(holds_from__lte=now).order_by("-holds_from").first()
    if row is None:
        return None
    return Policy(
        claims=timedelta(days=row.claim_days),
        returns=timedelta(days=row.return_days),
        lost_after=timedelta(days=row.lost_after_days),
    )


def counted() -> QuerySet[Concession]:
    """What was promised and not taken back."""
    return Concession.objects.filter(state__in=COUNTED)


def concessions(*, visible_to: Caller) -> QuerySet[Concession]:
    """What was given, asked for or refused, the newest first."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return _all()


def _all() -> QuerySet[Concession]:
    rows = Concession.objects.select_related(
        "customer", "order", "agent", "connection", "approval__level", "approval__decided_by"
    )
    return rows.order_by("-id")


def concession(concession_id: UUID, *, visible_to: Caller) -> Concession:
    found = concessions(visible_to=visible_to).filter(pk=concession_id).first()
    if found is None:
        raise NotFound(_("Nothing like that was given."))
    return found


def given_to(customer_ids: Collection[UUID], *, visible_to: Caller, most: int) -> list[Concession]:
    """Of one person, by all their customers."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return _GIVEN_TO.rows(customers=list(customer_ids), most=most)


_GIVEN_TO = Statement(lambda: _all().filter(among("customer", "customers")))


def given_to_person(customer_id: UUID, *, visible_to: Caller) -> QuerySet[Concession]:
    """Of one person, whichever of the customers joined to them is named."""
    named = Customer.objects.filter(pk=customer_id).first()
    person_id = named.person_id if named else customer_id
    theirs = Q(customer=person_id) | Q(customer__lead=person_id)
    return concessions(visible_to=visible_to).filter(theirs)


def approvals(*, visible_to: Caller) -> QuerySet[Approval]:
    """Those that the caller may decide or has asked for, the newest first; a service sees all."""
    visible_to.must(Verb.GIVE)
    rows = Approval.objects.select_related(
        "concession__customer",
        "concession__order__connection__brand",
        "concession__agent",
        "concession__connection",
        "level",
        "decided_by",
    ).order_by("-id")
    if visible_to.agent_id is None:
        return rows
    mine = Q(concession__agent_id=visible_to.agent_id)
    return rows.filter(mine | _within_authority_of(visible_to.agent_id))


def approval(approval_id: UUID, *, visible_to: Caller) -> Approval:
    found = approvals(visible_to=visible_to).filter(pk=approval_id).first()
    if found is None:
        raise NotFound(_("Nothing like that was asked of you."))
    return found


def to_decide(*, by: UUID) -> QuerySet[Approval]:
    """What waits for this agent's yes or no, what is soonest over first."""
    waiting = Approval.objects.filter(decided_at=None, until__gt=clock.now())
    mine = waiting.filter(_within_authority_of(by)).exclude(concession__agent_id=by)
    return mine.order_by("until", "id")


def to_look_for(*, by: UUID) -> QuerySet[Concession]:
    """What may be done or not, and this agent may say so: who could approve it and did not give
    it. The oldest first."""
    now = clock.now()
    held = LevelHolding.objects.filter(agent_id=by, held_from__lte=now).exclude(held_until__lte=now)
    theirs = Q(pk=None)
    for one in held.select_related("level"):
        is_enough = Q(version=None) | Q(version__level__rank__lte=one.level.rank)
        theirs |= Q(currency=one.currency) & is_enough
    rows = Concession.objects.filter(theirs, state=State.UNKNOWN).exclude(agent_id=by)
    return rows.select_related("customer", "agent", "connection").order_by("granted_at", "id")


def deciders(approval: Approval) -> list[UUID]:
    """Who holds the authority to decide it."""
    holders = LevelHolding.objects.filter(
        held_until=None, currency=approval.level.currency, level__rank__gte=approval.level.rank
    )
    return list(holders.values_list("agent_id", flat=True))


def _within_authority_of(agent_id: UUID) -> Exists:
    """Of approvals: this agent holds its level now, or a higher one in its currency."""
    now = clock.now()
    holdings = LevelHolding.objects.filter(
        agent_id=agent_id,
        currency=OuterRef("level__currency"),
        level__rank__gte=OuterRef("level__rank"),
        held_from__lte=now,
    )
    return Exists(holdings.exclude(held_until__lte=now))


def level_versions() -> QuerySet[LevelVersion]:
    """Every level as it was, is and will be; the latest version of each first."""
    rows = LevelVersion.objects.select_related("level", "made_by").prefetch_related("limits")
    return rows.order_by("level__currency", "level__rank", "-holds_from")


def holdings() -> QuerySet[LevelHolding]:
    """Who holds a level now."""
    rows = LevelHolding.objects.filter(held_until=None).select_related("agent", "level")
    return rows.order_by("currency", "level__rank", "agent__name")


def all_levels() -> QuerySet[AuthorityLevel]:
    return AuthorityLevel.objects.order_by("currency", "rank")


def discount_code(concession: Concession) -> DiscountCode | None:
    """The code that was made for it in the shop; None: it is none, or there is none yet."""
    if concession.state != State.DONE or concession.expires_at is None:
        return None
    return DiscountCode(code_of(concession.id), concession.money, concession.expires_at)


@dataclass(frozen=True)
class Shop:
    """Where something is carried out. `buyer`: who they are in its records, "" for nobody."""

    connection: Connection
    buyer: str


def last_order(people: Collection[UUID]) -> Order | None:
    """What these customers, who are one person, bought last."""
    theirs = Order.objects.filter(customer__in=people, placed_at__isnull=False)
    return theirs.select_related("connection").order_by("-placed_at").first()


def shop_of(people: Collection[UUID], *, order: Order | None) -> Shop | None:
    """The shop of this order; with none, the one whose records are of one of these customers.

    A store id that is only claimed for them does not count: what is given would be somebody's.
    """
    known = Handle.objects.filter(kind=HandleKind.STORE, customer__in=people)
    if order is not None:
        mark = store_handle(order.connection_id, "")
        own = known.filter(value__startswith=mark).order_by("claimed_at").first()
        return Shop(order.connection, order.buyer or (own.value.removeprefix(mark) if own else ""))
    for handle in known.order_by("-claimed_at"):
        connection_id, _colon, buyer = handle.value.partition(":")
        if connection := Connection.objects.filter(pk=connection_id).first():
            return Shop(connection, buyer)
    return None
