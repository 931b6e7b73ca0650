"""That feeds are alive: when each told us last where a parcel is."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from lifelong.commerce.models import Feed
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: so exactly it is kept: a row that every delivery writes would make them queue
CLOSELY = timedelta(minutes=1)
#: a carrier that does not answer is asked again after these; the last one over and over
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


def hear(connection_ids: Collection[UUID]) -> None:
    """These have told where a parcel is."""
    if not connection_ids:
        return
    now = clock.now()
    fresh = Feed.objects.filter(pk__in=connection_ids, heard_at__gt=now - CLOSELY)
    late = {*connection_ids} - set(fresh.values_list("pk", flat=True))
    if late:
        Feed.objects.bulk_create(
            [Feed(connection_id=one, heard_at=now) for one in sorted(late)],
            update_conflicts=True,
            unique_fields=["connection"],
            update_fields=["heard_at"],
        )


def answered(connection_id: UUID) -> None:
    """The carrier has answered."""
    with transaction():
        Feed.objects.update_or_create(
            connection_id=connection_id,
            defaults={"heard_at": clock.now(), "failures": 0, "ask_after": None, "why": ""},
        )


def fell_silent(connection_id: UUID, *, why: str, pause: timedelta = timedelta(0)) -> datetime:
    """The carrier did not answer, or asked for a `pause`. When it is asked again."""
    with transaction():
        Feed.objects.get_or_create(connection_id=connection_id)
        feed = Feed.objects.select_for_update().get(pk=connection_id)
        wait = max(pause, PAUSES[min(feed.failures, len(PAUSES) - 1)])
        ask_after = clock.now() + wait
        Feed.objects.filter(pk=connection_id).update(
            failures=F("failures") + 1, ask_after=ask_after, why=why[:300]
        )
        return ask_after
