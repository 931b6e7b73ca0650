"""Whether we hear where parcels are. Asked before anything sets out because of what we heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from lifelong.channels.models import Brand, Connection
from lifelong.commerce.models import UNDER_WAY, Feed, Shipment
from lifelong.commerce.patience import still_since
from lifelong.lib import clock

#: business days without a word while parcels are under way
STALE, DEAD = 1.0, 3.0
#: a parcel of which carriers tell daily; others may lie in a warehouse
_LATELY = timedelta(days=14)


class FeedState(StrEnum):
    ALIVE = "alive"
    #: silent for more than a business day
    STALE = "stale"
    #: silent for more than three
    DEAD = "dead"
    #: nothing has ever told
    NONE = "none"


@dataclass(frozen=True)
class FeedView:
    state: FeedState
    #: in words
    why: str
    heard_at: datetime | None = None


def feed_state(brand: Brand) -> FeedView:
    """Of all feeds of a brand together: one that is alive is enough."""
    feeds = list(
        Feed.objects.filter(connection__brand=brand, connection__is_active=True).order_by(
            "connection_id"
        )
    )
    return judge(feeds, brand=brand)


def state_of(connection: Connection) -> FeedView:
    """Of one alone."""
    return judge(list(Feed.objects.filter(connection=connection)), brand=connection.brand)


def judge(feeds: Sequence[Feed], *, brand: Brand) -> FeedView:
    heard = max((one.heard_at for one in feeds if one.heard_at), default=None)
    if heard is None:
        return FeedView(
            FeedState.NONE, _trouble(feeds) or _("No carrier or feed has told anything.")
        )
    now = clock.now()
    if heard >= still_since(now, zone=brand.zone, days=STALE):
        return FeedView(FeedState.ALIVE, _("It has told within a business day."), heard)
    if not _is_anything_under_way(brand, now):
        return FeedView(FeedState.ALIVE, _("It is silent, and no parcel is under way."), heard)
    if heard >= still_since(now, zone=brand.zone, days=DEAD):
        why = _trouble(feeds) or _("It has been silent for more than a business day.")
        return FeedView(FeedState.STALE, why, heard)
    why = _trouble(feeds) or _("It has been silent for more than three business days.")
    return FeedView(FeedState.DEAD, why, heard)


def _trouble(feeds: Sequence[Feed]) -> str:
    """What the last one that failed said."""
    return next((one.why for one in feeds if one.failures and one.why), "")


def _is_anything_under_way(brand: Brand, now: datetime) -> bool:
    rows = Shipment.objects.filter(
        connection__brand=brand, state__in=UNDER_WAY, moved_at__gt=now - _LATELY
    )
    return rows.exclude(state="preparing").exists()
