"""What tracking feeds send, as news: kinds of values that all of them have."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ValidationError

from lifelong.channels.models import Connection, Delivery
from lifelong.commerce.models import Cause, ShipmentState
from lifelong.commerce.news import News, NoNews, Reported, Telling, TrackingNews
from lifelong.commerce.tracking import carrier_of, number_of
from lifelong.conversations.incoming import Unreadable

#: of one parcel; what is beyond is the oldest
MOST_REPORTS = 200
Body = TypeVar("Body", bound=BaseModel)
#: a state, a cause, or both
Meaning = tuple[ShipmentState | None, Cause | None]


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise ValueError("not words")
    return str(value).strip()


def _moment(value: Any) -> datetime | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError("not a time")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not 1990 <= moment.year <= 2200:
        raise ValueError("not a time")
    return moment


def _listed(value: Any) -> Any:
    return [] if value is None else value


def _held(value: Any) -> Any:
    return {} if value is None else value


Words = Annotated[str, BeforeValidator(_words)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Listed = BeforeValidator(_listed)
Held = BeforeValidator(_held)


def clean(value: Any) -> Any:
    """Without what no database keeps: NUL, and halves of letters."""
    if isinstance(value, str):
        return "".join(one for one in value if one != "\0" and not "\ud800" <= one <= "\udfff")
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): clean(one) for name, one in value.items()}
    return value


def parsed(raw: bytes) -> dict[str, Any]:
    """Raises `Unreadable`."""
    try:
        body = clean(json.loads(raw))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("Its body is not JSON.")) from error
    if not isinstance(body, dict):
        raise Unreadable(_("Its body is not a JSON object."))
    return body


def shaped(kind: type[Body], body: Any) -> Body:
    """Raises `Unreadable` with the place at which it is another."""
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        words = _("“%(place)s” in its body is missing or not what it should be.")
        raise Unreadable(words % {"place": place[:120]}) from error


def tell(delivery: Delivery, read: Callable[[dict[str, Any]], News]) -> Telling:
    """A delivery of a feed, read. Raises `Unreadable`."""
    connection = connected(delivery)
    raw = bytes(delivery.body)
    news = read(parsed(raw))
    return Telling(
        delivery_id=delivery.id,
        connection=connection,
        identity=identity_of(connection, raw),
        told_at=last_told(news) or delivery.received_at,
        news=news,
    )


def connected(delivery: Delivery) -> Connection:
    if delivery.connection is None:
        raise Unreadable(_("The feed that it came from is no longer connected."))
    return delivery.connection


def identity_of(connection: Connection, raw: bytes) -> str:
    return hashlib.sha256(b"\0".join([connection.id.bytes, raw])).hexdigest()


def last_told(news: News) -> datetime | None:
    """The moment of the newest report."""
    reports = news.reports if isinstance(news, TrackingNews) else ()
    return max((one.at for one in reports), default=None)


def tracking_news(
    number: str, carrier: str, reports: Iterable[Reported], *, nothing: str = ""
) -> News:
    """`nothing`: why it is no news if it says nothing of the parcel."""
    named = number_of(number)
    if not named:
        raise Unreadable(_("It names no tracking number."))
    newest = sorted({one.ref: one for one in reports}.values(), key=lambda one: one.at)
    if not newest:
        return NoNews(why=nothing or _("It says nothing yet of where the parcel is."))
    return TrackingNews(
        number=named, carrier=carrier_of(carrier), reports=tuple(newest[-MOST_REPORTS:])
    )


def reported(
    vendor: str,
    meaning: Meaning,
    at: datetime,
    *,
    expected_on: date | None = None,
    code: str = "",
    place: str = "",
    words: str = "",
) -> Reported:
    """One report; the same words about the same moment are the same report."""
    state, cause = meaning
    day = str(expected_on or "")
    said = "\n".join((at.isoformat(), state or "", cause or "", day, code, words))
    return Reported(
        ref=f"{vendor} {hashlib.sha256(said.encode()).hexdigest()[:40]}",
        at=at,
        state=state,
        expected_on=expected_on,
        cause=cause,
        sub_status=code[:60],
        place=place[:200],
        words=words[:300],
    )


def place_in(*parts: str) -> str:
    return ", ".join(filter(None, parts))
