"""What was read of contacts, as it stands after what agents have said about it.

Evidence quotes the customer: whoever shows it must be let read the text.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lifelong.conversations.models import Topic
from lifelong.triage.models import Correction, Reading
from lifelong.triage.risk import ROUTE, Evidence, Risk


@dataclass(frozen=True)
class StandingTag:
    risk: Risk
    evidence: Evidence
    at: datetime
    #: an agent said that it is so
    confirmed: bool = False

    @property
    def decides(self) -> bool:
        """It has a say in who answers; else it only informs."""
        return self.risk in ROUTE


@dataclass(frozen=True)
class Standing:
    #: those that decide first, in the order of `Risk`
    tags: tuple[StandingTag, ...] = ()
    #: the topic to propose
    topic: Topic | None = None
    #: the words that speak for it
    about: str = ""


@dataclass
class _Gathered:
    found: dict[Risk, StandingTag] = field(default_factory=dict)
    topic: Topic | None = None
    about: str = ""


def standings(contact_ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """What stands of each of these contacts, in two queries."""
    gathered = {one: _Gathered() for one in contact_ids}
    rows = Reading.objects.filter(entry__contact_id__in=contact_ids, entry__redacted_at=None)
    worth = rows.filter(~Q(tags=[]) | Q(topic__isnull=False)).select_related("topic__parent")
    for reading, contact_id in (
        (one, one.entry.contact_id) for one in worth.select_related("entry").order_by("at")
    ):
        assert contact_id is not None
        _take(gathered[contact_id], reading)
    corrections = Correction.objects.filter(contact_id__in=contact_ids).order_by("at", "id")
    for said in corrections.select_related("topic__parent"):
        _heed(gathered[said.contact_id], said)
    return {one: _settled(found) for one, found in gathered.items()}


def standing_of(contact_id: UUID) -> Standing:
    return standings([contact_id])[contact_id]


def _take(gathered: _Gathered, reading: Reading) -> None:
    """The latest evidence of each tag; the topic that was proposed first: later messages of a
    matter are about its course."""
    for kept in reading.tags:
        risk = Risk(kept["risk"])
        evidence = Evidence(words=kept["words"], facts=kept["facts"])
        gathered.found[risk] = StandingTag(risk, evidence, reading.at)
    if gathered.topic is None and reading.topic is not None and reading.topic.is_active:
        gathered.topic, gathered.about = reading.topic, reading.about


def _heed(gathered: _Gathered, said: Correction) -> None:
    if said.topic is not None:
        gathered.topic, gathered.about = said.topic, ""
        return
    risk = Risk(said.risk)
    known = gathered.found.get(risk)
    if said.holds:
        evidence = known.evidence if known else Evidence()
        gathered.found[risk] = StandingTag(risk, evidence, said.at, confirmed=True)
    elif known is not None and known.at <= said.at:
        del gathered.found[risk]


def _settled(gathered: _Gathered) -> Standing:
    order = list(Risk)
    tags = sorted(gathered.found.values(), key=lambda one: order.index(one.risk))
    return Standing(tags=tuple(tags), topic=gathered.topic, about=gathered.about)
