"""Our doors, one row each: when something came in and left last, and what went wrong last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lifelong.accounts.policy import Caller
from lifelong.channels.models import Brand, Channel, Connection, Endpoint
from lifelong.channels.silence import Silence, at_connections, at_endpoints
from lifelong.commerce.feeds import FeedState, FeedView, judge
from lifelong.commerce.models import Feed
from lifelong.conversations.undelivered import Departures, departures
from lifelong.customers.phones import shown
from lifelong.lib import clock
from lifelong.web.console.settings.feed_forms import VENDORS, vendor_of

#: refusals older than this are over
FRESH = timedelta(days=1)
#: where each is set up
_PAGES: dict[str, str] = {
    Channel.EMAIL: "endpoints",
    Channel.SMS: "numbers",
    Channel.CHAT: "widgets",
}
_FEEDS = {one.connector for one in VENDORS.values()}


@dataclass(frozen=True)
class DoorRow:
    id: UUID
    #: the glyph, and the name of what it is
    kind: str
    name: str
    vendor: str
    #: "" where there is one brand alone
    brand: str
    href: str
    came: Silence
    #: None of what sends nothing
    left: Departures | None
    failed_at: datetime | None
    #: of the other side
    words: str
    #: nobody was let in since the last who was refused
    is_refused: bool
    feed: FeedView | None = None

    @property
    def is_stuck(self) -> bool:
        return self.left is not None and self.left.is_stuck

    @property
    def is_dead(self) -> bool:
        return self.feed is not None and self.feed.state is FeedState.DEAD

    @property
    def is_silent(self) -> bool:
        """Of a feed its own rule says it."""
        if self.feed is not None:
            return self.feed.state is FeedState.STALE
        return self.came.is_unusual

    @property
    def gravity(self) -> int:
        """2: something is wrong. 1: something is unusual."""
        return 2 if self.is_stuck or self.is_refused or self.is_dead else int(self.is_silent)


def endpoint_rows(caller: Caller) -> list[DoorRow]:
    """The open ones, what is wrong first."""
    came, left = at_endpoints(visible_to=caller), departures(visible_to=caller)
    several = Brand.objects.count() > 1
    rows = Endpoint.objects.filter(is_active=True).select_related("brand")
    return _in_order(
        _endpoint(one, came.get(one.id, Silence()), left.get(one.id, Departures()), several)
        for one in rows
    )


def _endpoint(one: Endpoint, came: Silence, left: Departures, several: bool) -> DoorRow:
    place = _PAGES.get(one.channel)
    failed_at, words = _latest(one, left.failed_at, left.words)
    return DoorRow(
        id=one.id,
        kind=one.channel,
        name=_name(one),
        vendor="",
        brand=one.brand.name if several else "",
        href=f"/settings/{place}/{one.id}" if place else "",
        came=came,
        left=left,
        failed_at=failed_at,
        words=words,
        is_refused=_is_refused(one, came),
    )


def _name(one: Endpoint) -> str:
    """A widget has no address that anybody knows."""
    if one.channel == Channel.CHAT:
        return one.name
    return shown(one.address) if one.channel == Channel.SMS else one.address


def connection_rows(caller: Caller) -> list[DoorRow]:
    """Shops, and who tells where parcels are: the open ones, what is wrong first."""
    came = at_connections(visible_to=caller)
    several = Brand.objects.count() > 1
    rows = list(Connection.objects.filter(is_active=True).select_related("brand"))
    feeds = Feed.objects.in_bulk([one.id for one in rows])
    return _in_order(
        _connection(one, came.get(one.id, Silence()), feeds.get(one.id), several) for one in rows
    )


def _connection(one: Connection, came: Silence, feed: Feed | None, several: bool) -> DoorRow:
    is_feed = one.connector in _FEEDS
    failing = feed is not None and feed.failures > 0
    failed_at, words = _latest(one, None, "")
    if failing and feed is not None and feed.why and not failed_at:
        words = feed.why
    view = judge([feed] if feed else [], brand=one.brand) if is_feed else None
    return DoorRow(
        id=one.id,
        kind="file" if is_feed else "gift",
        name=one.name,
        vendor=VENDORS[vendor_of(one)].label if is_feed else one.connector.title(),
        brand=one.brand.name if several else "",
        href=f"/settings/{'feeds' if is_feed else 'shops'}/{one.id}",
        came=came,
        left=None,
        failed_at=failed_at,
        words=words,
        is_refused=_is_refused(one, came),
        feed=view,
    )


def _latest(
    door: Endpoint | Connection, failed_at: datetime | None, words: str
) -> tuple[datetime | None, str]:
    """What was refused at the door, or failed on its way out: whichever was last."""
    if door.refused_at and (failed_at is None or door.refused_at > failed_at):
        return door.refused_at, door.refused_why
    return failed_at, words


def _is_refused(door: Endpoint | Connection, came: Silence) -> bool:
    refused = door.refused_at
    if refused is None or refused < clock.now() - FRESH:
        return False
    return came.last_at is None or refused > came.last_at


def _in_order(rows: Iterable[DoorRow]) -> list[DoorRow]:
    return sorted(rows, key=lambda one: (-one.gravity, one.brand, one.kind, one.name, one.id))
