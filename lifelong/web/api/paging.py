"""Lists in pages. The cursor names the last row that was seen, so that new rows shift nothing."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import TypeAdapter, ValidationError

from lifelong.lib.errors import Refused

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Page(Schema, Generic[T]):
    """`next` is the cursor of the following page, null on the last."""

    items: list[T]
    next: str | None


class Paging(Schema):
    """Which part of a list is wanted."""

    cursor: str | None = Field(None, max_length=300, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=200)


class BadCursor(Refused):
    code = "bad-cursor"
    status = 422


@dataclass(frozen=True)
class Order:
    """A descending order by columns that together are unique, with their types."""

    columns: dict[str, type]

    def apply(self, rows: QuerySet[M], paging: Paging) -> tuple[list[M], str | None]:
        """A page of `rows`, and the cursor of the next."""
        ordered = rows.order_by(*(f"-{column}" for column in self.columns))
        if paging.cursor:
            ordered = ordered.filter(self._beyond(self._read(paging.cursor)))
        found = list(ordered[: paging.limit + 1])
        if len(found) <= paging.limit:
            return found, None
        return found[:-1], self._write(found[-2])

    def _beyond(self, seen: list[Any]) -> Q:
        first, *rest = zip(self.columns, seen, strict=True)
        if not rest:
            return Q((f"{first[0]}__lt", first[1]))
        (second,) = rest
        # the first term alone lets the database start at the right place of its index
        return Q((f"{first[0]}__lte", first[1])) & (
            Q((f"{first[0]}__lt", first[1])) | Q((f"{second[0]}__lt", second[1]))
        )

    def _write(self, row: Model) -> str:
        seen = TypeAdapter(list[Any]).dump_json([getattr(row, column) for column in self.columns])
        return base64.urlsafe_b64encode(seen).decode().rstrip("=")

    def _read(self, cursor: str) -> list[Any]:
        try:
            seen = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            kinds = list(self.columns.values())
            return [
                TypeAdapter(kind).validate_json(json.dumps(one))
                for kind, one in zip(kinds, seen, strict=True)
            ]
        except (ValueError, TypeError, ValidationError) as error:
            raise BadCursor(_("Take the cursor from `next` of an earlier page.")) from error


BY_ID = Order({"id": UUID})
BY_PLACE = Order({"placed_at": datetime, "position": int})
BY_ARRIVAL = Order({"received_at": datetime, "id": UUID})
