"""Reads of sequences for screens, and for what sets out by them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations.models import Topic
from lifelong.lib.errors import NotFound
from lifelong.plays.assignment import Arm
from lifelong.plays.follow_up.models import Sequence, Step
from lifelong.plays.models import Case, CaseState, PlayKind

#: what is said of a sequence is said of so long
LOOKED_BACK = timedelta(days=90)


def sequences() -> QuerySet[Sequence]:
    """All of them, with what they are made of."""
    steps = Prefetch("steps", Step.objects.select_related("answer").order_by("place"))
    topics = Prefetch("topics", Topic.objects.select_related("parent__parent"))
    rows = Sequence.objects.filter(play__kind=PlayKind.FOLLOW_UP)
    rows = rows.select_related("play__brand", "play__level").prefetch_related(steps, topics)
    return rows.order_by("play__brand__name", "play__name")


def running() -> QuerySet[Sequence]:
    return sequences().filter(play__is_on=True, steps__isnull=False).distinct()


def sequence(play_id: UUID, *, visible_to: Caller) -> Sequence:
    visible_to.must(Verb.SEE_SETTINGS)
    found = sequences().filter(pk=play_id).first()
    if found is None:
        raise NotFound(_("There is no such sequence."))
    return found


@dataclass(frozen=True)
class Became:
    """What became of those a sequence was for. Silence is nobody's success."""

    begun: int
    #: heard at least one message
    reached: int
    confirmed: int
    #: said that it is not settled, answered, or took the matter up again
    came_back: int
    #: were thanked
    thanked: int
    held: int

    @property
    def silent(self) -> int:
        return self.reached - self.confirmed - self.came_back


def became(*, now: datetime) -> dict[UUID, Became]:
    """By sequence, of the last `LOOKED_BACK`, in one query."""
    reached = Q(step__gt=0)
    back = Q(contact__confirmed=False) | Q(replied_at__isnull=False)
    back |= Q(contact__reopened_at__gte=F("begun_at"))
    confirmed = Q(contact__confirmed=True)
    rows = Case.objects.filter(play__kind=PlayKind.FOLLOW_UP, begun_at__gt=now - LOOKED_BACK)
    counted = rows.values("play_id").annotate(
        begun=Count("id"),
        reached=Count("id", filter=reached),
        came_back=Count("id", filter=reached & back),
        confirmed=Count("id", filter=reached & confirmed & ~back),
        thanked=Count(
            "id",
            filter=Q(thanks__concession__isnull=False, thanks__withheld="", state=CaseState.DONE),
        ),
        held=Count("id", filter=Q(arm=Arm.HOLDOUT.value)),
    )
    return {
        row["play_id"]: Became(
            begun=row["begun"],
            reached=row["reached"],
            confirmed=row["confirmed"],
            came_back=row["came_back"],
            thanked=row["thanked"],
            held=row["held"],
        )
        for row in counted
    }
