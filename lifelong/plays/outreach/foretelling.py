"""What a mass incident would say, and how fast, before a lead decides."""

from collections.abc import Iterator
from dataclasses import dataclass

from lifelong.channels.models import Inbox, Kind
from lifelong.lib import clock
from lifelong.plays.models import CaseState
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.mass import (
    SMALLEST_WAVE,
    expected_replies,
    reply_share,
    wave_size,
)
from lifelong.plays.outreach.models import MassIncident
from lifelong.plays.outreach.playing import Outreach
from lifelong.plays.outreach.saying import Texts
from lifelong.plays.playing import Way, Words
from lifelong.plays.ways import Ways
from lifelong.routing.candidates import rooms

#: of so many customers it is looked what they would read
LOOKED_AT = 30


@dataclass(frozen=True)
class Pace:
    """How many are told at once, and why so many."""

    #: places for mail that heroes at work have free now in the brand's inboxes
    spare: int
    #: of those who are told of this cause so many answer
    share: float
    wave: int
    #: no wave is smaller
    least: int = SMALLEST_WAVE

    def expected(self, customers: int, *, replied: int = 0) -> int:
        """How many replies come when so many are told, of whom some `replied` already."""
        return expected_replies(customers, self.share, replied=replied)


def pace(mass: MassIncident) -> Pace:
    """So that the answers of a wave find heroes with room."""
    inboxes = Inbox.objects.filter(brand=mass.play.brand_id).values_list("id", flat=True)
    spare = sum(room.free for room in rooms(inboxes, [Kind.WORKLIST]))
    now = clock.now()
    ordinary = reply_share(*queries.told_and_replied(now=now))
    share = reply_share(*queries.told_and_replied(mass.cause, now=now), guess=ordinary)
    return Pace(spare, share, wave_size(spare, share))


@dataclass(frozen=True)
class Foretold:
    """What the first customer reached in this way would read. `words`: None: no text fits."""

    name: str
    way: Way
    words: Words | None


def foretold(mass: MassIncident) -> list[Foretold]:
    """One for each channel and language, from the first customers who are still to be told."""
    return list(_first_of_each(mass))


def _first_of_each(mass: MassIncident) -> Iterator[Foretold]:
    waiting = queries.members(mass).filter(state=CaseState.PLANNED, step=0)
    cases = list(waiting.order_by("begun_at", "id")[:LOOKED_AT])
    ways, texts, part = Ways(cases), Texts(cases), Outreach()
    seen = set()
    for case in cases:
        way = ways.to(case, part.purpose(case))
        if isinstance(way, Way) and (way.channel, way.language) not in seen:
            seen.add((way.channel, way.language))
            yield Foretold(case.customer.name, way, texts.words(case, way))
