"""Places on a timeline, as screens name them when they ask for what was before or after."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from lifelong.conversations.models import Entry
from lifelong.web.look.words import place

#: a moment that there is, and a position that the database can compare
_WORDS = re.compile(r"(\d{10,12})\.(\d{6})/(-?\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Edge:
    """A place on the timeline, where a part of it begins or ends."""

    placed_at: datetime
    position: int
    #: the entry that stands there, where one was sought
    entry_id: UUID | None = None

    @classmethod
    def of(cls, entry: Entry) -> "Edge":
        return cls(entry.placed_at, entry.position, entry.id)

    @classmethod
    def read(cls, words: str) -> "Edge":
        """What `words` said. Raises ValueError."""
        found = _WORDS.fullmatch(words)
        if found is None:
            raise ValueError(words)
        seconds, fraction, position = map(int, found.groups())
        at = datetime.fromtimestamp(seconds, UTC)
        return cls(at + timedelta(microseconds=fraction), position)

    @property
    def words(self) -> str:
        """As entries on screen say their place."""
        return place(self.placed_at, self.position)

    # the row comparison spelled out, with a bound that the index can use

    @property
    def older(self) -> Q:
        at = self.placed_at
        return Q(placed_at__lte=at) & (Q(placed_at__lt=at) | Q(position__lt=self.position))

    @property
    def newer(self) -> Q:
        at = self.placed_at
        return Q(placed_at__gte=at) & (Q(placed_at__gt=at) | Q(position__gt=self.position))
