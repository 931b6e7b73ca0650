"""Parts of a timeline that are put on a screen: so many entries, and whether there are more."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import make_aware

from lifelong.conversations.models import Entry
from lifelong.web.console.forms import uuid_in
from lifelong.web.look.edges import Edge

PAGE = 50
#: what one opens begins with fewer: that fills a screen, and is there sooner
FIRST = 30
#: so many stand before an entry that was sought
BEFORE = 8


@dataclass(frozen=True)
class Span:
    #: in the timeline's order
    shown: list[Entry]
    #: where what came before ends; None: history begins with these
    earlier: Edge | None = None
    #: where what comes after begins; None: nothing is left out up to now
    later: Edge | None = None

    def first_at(self, edge: Edge) -> Entry:
        """The first entry from a place on; the last of all where none is."""
        there = (edge.placed_at, edge.position)
        onward = (one for one in self.shown if (one.placed_at, one.position) >= there)
        return next(onward, self.shown[-1])

    @classmethod
    def up_to_now(cls, newest: list[Entry], *, most: int) -> "Span":
        """`newest`: one more than `most`, the newest first."""
        shown = newest[:most][::-1]
        return cls(shown, earlier=Edge.of(shown[0]) if len(newest) > most else None)


def sought_in(rows: QuerySet[Entry], said: QueryDict) -> Edge | None:
    """The entry (`?entry=`), or the beginning of the day (`?day=`), that is looked for."""
    if entry_id := said.get("entry"):
        found = rows.filter(pk=uuid_in(entry_id)).first()
        return Edge.of(found) if found else None
    try:
        day = date.fromisoformat(said.get("day", ""))
        return Edge(make_aware(datetime.combine(day, time.min)), -1)
    except (ValueError, OverflowError):
        return None


def around(rows: QuerySet[Entry], sought: Edge) -> Span:
    """A page that begins at this place, with some of what came before. `rows`: the newest first."""
    onward = list(rows.filter(_at_or_after(sought)).order_by("placed_at", "position")[: PAGE + 1])
    lead = max(BEFORE, PAGE - len(onward))
    past = list(rows.filter(sought.older)[: lead + 1])
    shown = past[:lead][::-1] + onward[:PAGE]
    return Span(
        shown,
        earlier=Edge.of(shown[0]) if len(past) > lead else None,
        later=Edge.of(shown[-1]) if len(onward) > PAGE else None,
    )


def _at_or_after(edge: Edge) -> Q:
    return Edge(edge.placed_at, edge.position - 1).newer


def before(rows: QuerySet[Entry], edge: Edge) -> Span:
    """The page before this place. `rows`: the newest first."""
    return Span.up_to_now(list(rows.filter(edge.older)[: PAGE + 1]), most=PAGE)


def after(rows: QuerySet[Entry], edge: Edge) -> Span:
    """The page after this place."""
    found = list(rows.filter(edge.newer).order_by("placed_at", "position")[: PAGE + 1])
    shown = found[:PAGE]
    return Span(shown, later=Edge.of(shown[-1]) if len(found) > PAGE else None)
