"""Kinds of values that cross the API."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, PlainSerializer

#: a moment as RFC 3339 in UTC: 2026-05-04T12:00:00.250Z
Moment = Annotated[
    datetime,
    PlainSerializer(
        lambda moment: moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
        return_type=str,
    ),
    Field(json_schema_extra={"format": "date-time"}),
]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


#: a moment that somebody sends us has to name its zone; PostgreSQL knows fewer zones than RFC 3339
GivenMoment = Annotated[AwareDatetime, AfterValidator(_in_utc)]

#: words: anything but NUL, which PostgreSQL cannot keep
Words = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=100_000)]
