"""What was read of contacts, as it stands after what agents have said about it.

Evidence quotes the customer: whoever shows it must be let read the text.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lifelong.conversations.models import Contact, Topic
from lifelong.lib.statements import Statement, among
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
    #: the customer chose it
    chosen: bool = False


@dataclass
class _Gathered:
    found: dict[Risk, StandingTag] = field(default_factory=dict)
    topic: Topic | None = None
    about: str = ""
    chosen: bool = False


def standings(contact_ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """What stands of each of these contacts, in two queries."""
    gathered = {one: _Gathered() for one in contact_ids}
    asked = list(contact_ids)
    for reading in _WORTH.rows(contacts=asked):
        assert reading.entry.contact_id is not None
        _take(gathered[reading.entry.contact_id], reading)
    for said in _CORRECTIONS.rows(contacts=asked):
        _heed(gathered[said.contact_id], said)
    return {one: _settled(found) for one, found in gathered.items()}


_WORTH = Statement(
    lambda: (
        Reading.objects.filter(
            ~Q(tags=[]) | Q(topic__isnull=False),
            among("entry__contact", "contacts"),
            entry__redacted_at=None,
        )
        .select_related("topic__parent", "entry")
        .order_by("at")
    )
)
_CORRECTIONS = Statement(
    lambda: (
        Correction.objects.filter(among("contact", "contacts"))
        .select_related("topic__parent")
        .order_by("at", "id")
    )
)


def standing_of(contact_id: UUID) -> Standing:
    return standings([contact_id])[contact_id]


def conversations_at_risk() -> set[UUID]:
    """Those with an open matter in which something was ever found that decides who answers, also
    where it was denied since."""
    tagged = Q()
    for risk in ROUTE:
        tagged |= Q(tags__contains=[{"risk": risk.value}])
    read = Reading.objects.filter(tagged, entry__contact=OuterRef("pk"))
    said = Correction.objects.filter(risk__in=ROUTE, contact=OuterRef("pk"))
    rows = Contact.objects.filter(Exists(read) | Exists(said), closed_at=None)
    return set(rows.values_list("conversation_id", flat=True))


def _take(gathered: _Gathered, reading: Reading) -> None:
    """The latest evidence of each tag; the topic that was proposed first, by the customer before
    the machine: later messages of a matter are about its course."""
    for kept in reading.tags:
        risk = Risk(kept["risk"])
        evidence = Evidence(words=kept["words"], facts=kept["facts"])
        gathered.found[risk] = StandingTag(risk, evidence, reading.at)
    if reading.topic is None or not reading.topic.is_active:
        return
    if gathered.topic is None or (reading.chosen and not gathered.chosen):
        gathered.topic, gathered.chosen = reading.topic, reading.chosen
        gathered.about = "" if reading.chosen else reading.about


def _heed(gathered: _Gathered, said: Correction) -> None:
    if said.topic is not None:
        gathered.topic, gathered.about, gathered.chosen = said.topic, "", False
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
    return Standing(tuple(tags), gathered.topic, gathered.about, gathered.chosen)


def language_of(contact_id: UUID) -> str:
    """What the customer wrote in last, as far as it could be told; else ""."""
    return languages_of([contact_id]).get(contact_id, "")


def languages_of(contact_ids: Collection[UUID]) -> dict[UUID, str]:
    """The same by contact, of those of whom it could be told."""
    rows = Reading.objects.filter(entry__contact__in=contact_ids, entry__redacted_at=None)
    told = rows.exclude(language="").order_by("entry__contact_id", "-at")
    return dict(told.distinct("entry__contact_id").values_list("entry__contact_id", "language"))
