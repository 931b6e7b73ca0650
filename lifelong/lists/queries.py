"""Reads for screens: who is in a list; which lists there are; how a bulk fares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations import queries, search
from lifelong.conversations.models import Contact, Conversation, Tagging, Topic
from lifelong.conversations.standing import Status
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.lib.pairs import is_one_of
from lifelong.lists.filters import ME, NOBODY, WAITING, Filter
from lifelong.lists.models import Bulk, BulkState, Member, MemberState, SavedList
from lifelong.routing.models import Stake

#: nobody counts further by eye
COUNTED = 1000
#: so many of those whose words are found
_SAID = 200
_BULKS_SHOWN = 5
#: so many are few
_FEW = 1000


def matching(asked: Filter, *, visible_to: Caller) -> QuerySet[Conversation]:
    """Whom the caller sees whole and the filter means, in no order. Needs READ_TEXT."""
    visible_to.must(Verb.READ_TEXT)
    rows = queries.conversations(visible_to=visible_to).exclude(last_entry_at=None)
    return rows.filter(
        _standing(asked), _owned(asked, visible_to), _times(asked), *_within(asked, visible_to)
    )


def _standing(asked: Filter) -> Q:
    said = Q()
    if asked.inbox:
        said &= Q(inbox=asked.inbox)
    if asked.channel:
        said &= Q(channel=asked.channel)
    if asked.status == WAITING:
        # that it is new or open says the same, and PostgreSQL would take both together for rare
        said &= Q(waiting_since__isnull=False)
    elif asked.status:
        said &= Q(status=asked.status)
    return said


def _owned(asked: Filter, caller: Caller) -> Q:
    said = Q()
    if asked.owner == NOBODY:
        said &= Q(owner=None)
    elif asked.owner:
        said &= Q(owner=caller.agent_id if asked.owner == ME else asked.owner)
    if asked.team:
        said &= Q(owner__in=Agent.objects.filter(teams=UUID(asked.team)).values("id"))
    return said


def _times(asked: Filter) -> Q:
    now, said = clock.now(), Q()
    if asked.hours is not None:
        said &= Q(waiting_since__lte=now - timedelta(hours=asked.hours))
    if asked.quiet is not None:
        said &= Q(last_entry_at__lte=now - timedelta(days=asked.quiet))
    if asked.lately is not None:
        said &= Q(last_entry_at__gte=now - timedelta(days=asked.lately))
    return said


def _within(asked: Filter, caller: Caller) -> list[Q]:
    """What is asked of the person, their matters and their words."""
    said = []
    if asked.language:
        said.append(_speaking(asked.language))
    if asked.topic:
        said.append(_of_matters(asked, Q(topic__in=_beneath(asked.topic))))
    if asked.tag:
        tagged = Tagging.objects.filter(tag=UUID(asked.tag))
        said.append(_of_matters(asked, Q(pk__in=tagged.values("contact"))))
    if asked.risk:
        at_stake = Stake.objects.filter(risks__contains=[asked.risk])
        said.append(Q(pk__in=at_stake.values("conversation")))
    if asked.words:
        found = search.said(asked.words, visible_to=caller, most=_SAID)
        leads = {one.conversation.lead_id or one.conversation_id for one in found}
        said.append(Q(pk__in=leads))
    return said


# What few people have is looked up first: PostgreSQL cannot know that they are few, and would go
# through all conversations for them. What many have is met soon in any order, if each is asked
# for by itself: of an EXISTS it would put all the many together first, and take what is equal to a
# subquery for rare, hence IS NOT NULL.


def _speaking(language: str) -> Q:
    speaks = Q(language=language) | Q(language__startswith=f"{language}-")
    few = _few(Customer.objects.filter(speaks).values_list("id", flat=True))
    if few is not None:
        return Q(is_one_of("customer", few))
    return Q(customer__language=language) | Q(customer__language__startswith=f"{language}-")


def _of_matters(asked: Filter, fit: Q) -> Q:
    """Who has such a matter open; of whom nothing is open, who ever had one."""
    rows = Contact.objects.filter(fit)
    closed, is_open = Status.CLOSED, Q(closed_at=None)
    of_closed = Q(conversation__status=closed) | Q(conversation__lead__status=closed)
    theirs_is_closed = Q(_theirs=closed)
    if asked.status and asked.status != closed:
        of_closed = theirs_is_closed = Q(pk=None)
    leads = rows.filter(is_open | of_closed).annotate(
        whose=Coalesce("conversation__lead", "conversation")
    )
    few = _few(leads.values_list("whose", flat=True))
    if few is not None:
        return Q(is_one_of("pk", few))
    theirs = rows.annotate(
        _theirs=ExpressionWrapper(OuterRef("status"), output_field=CharField())
    ).filter(is_open | theirs_is_closed)
    own = theirs.filter(conversation=OuterRef("pk")).values("conversation")[:1]
    joined = theirs.filter(conversation__lead=OuterRef("pk")).values("conversation__lead")[:1]
    return Q(IsNull(Subquery(own), False)) | (
        Q(joined_revision__gt=0) & Q(IsNull(Subquery(joined), False))
    )


def _few(ids: QuerySet[Any, UUID]) -> set[UUID] | None:
    """Them, where they are few; else None."""
    found = list(ids.order_by()[: _FEW + 1])
    return set(found) if len(found) <= _FEW else None


def _beneath(topic_id: str) -> list[UUID]:
    """The topic and all that stands under it."""
    found, level = [UUID(topic_id)], [UUID(topic_id)]
    while level:
        level = list(Topic.objects.filter(parent__in=level).values_list("id", flat=True))
        found += level
    return found


def count(rows: QuerySet[Conversation]) -> int:
    """How many of those who match; `COUNTED` + 1 for more than that."""
    return rows.select_related(None).order_by()[: COUNTED + 1].count()


def lists(*, visible_to: Caller) -> Sequence[SavedList]:
    """One's own by name, then those that are shared."""
    visible_to.must(Verb.READ_TEXT)
    rows = SavedList.objects.filter(Q(is_shared=True) | Q(agent=visible_to.agent_id))
    return list(rows.order_by("is_shared", "name", "id"))


def saved_list(list_id: UUID, *, visible_to: Caller) -> SavedList:
    visible_to.must(Verb.READ_TEXT)
    rows = SavedList.objects.filter(Q(is_shared=True) | Q(agent=visible_to.agent_id))
    found = rows.filter(pk=list_id).first()
    if found is None:
        raise NotFound(_("There is no such list for you."))
    return found


def bulk(bulk_id: UUID, *, visible_to: Caller) -> Bulk:
    """One that the caller has ordered: its reasons name people whom they could see."""
    visible_to.must(Verb.ANSWER)
    found = Bulk.objects.filter(pk=bulk_id, agent=visible_to.agent_id).first()
    if found is None:
        raise NotFound(_("There is no such thing of yours."))
    return found


def last_bulks(*, visible_to: Caller) -> Sequence[Bulk]:
    """What the caller has done to many at once, the newest first."""
    rows = Bulk.objects.filter(agent=visible_to.agent_id).exclude(state=BulkState.PLANNED)
    return list(rows.order_by("-made_at")[:_BULKS_SHOWN])


@dataclass(frozen=True)
class Reason:
    """Why some were refused, or left as they are."""

    why: str
    count: int
    #: the first of them
    members: list[Member]


#: so many reasons, and people of each, stand in a report
_REASONS, _NAMED = 30, 25


def reasons(of: Bulk, state: MemberState, *, visible_to: Caller) -> list[Reason]:
    """The commonest first, with those of them whom the caller still sees."""
    seen = queries.conversations(visible_to=visible_to)
    rows = of.members.filter(state=state)
    counted = rows.values_list("why").annotate(n=Count("id")).order_by("-n", "why")[:_REASONS]
    return [
        Reason(
            why,
            n,
            list(
                rows.filter(why=why, conversation__in=seen.values("id"))
                .select_related("conversation__customer")
                .order_by("id")[:_NAMED]
            ),
        )
        for why, n in counted
    ]
