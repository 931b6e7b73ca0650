"""What may be given, and by whom: drawn from the very rows that the check is held against."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.concessions import queries
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.models import LevelVersion, PolicyVersion
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

AT = "giving/policy"


@dataclass(frozen=True)
class LimitRow:
    kind: str
    most: Money
    percent: int | None
    #: for these alone; empty: for any
    reasons: list[str]


@dataclass(frozen=True)
class VersionRow:
    limits: list[LimitRow]
    per_customer: Money
    per_agent: Money
    period_days: int
    holds_from: datetime
    #: None: until another is made
    holds_until: datetime | None
    made_by: str
    #: "past", "now" or "future"
    when: str


@dataclass(frozen=True)
class LevelRow:
    id: UUID
    name: str
    currency: str
    rank: int
    versions: list[VersionRow]
    holders: list[str]
    mine: bool

    @property
    def now(self) -> VersionRow | None:
        return next((one for one in self.versions if one.when == "now"), None)


@dataclass(frozen=True)
class OwedVersion:
    claim_days: int
    return_days: int
    lost_after_days: int
    holds_from: datetime
    holds_until: datetime | None
    when: str


@door("GET", needs=None)
def policy(request: ConsoleRequest) -> HttpResponse:
    return page(
        request,
        AT,
        "giving/policy",
        title=_("What may be given, and by whom?"),
        owed=owed_versions(),
        levels=level_rows(request.agent.id),
    )


def level_rows(agent_id: UUID | None = None) -> list[LevelRow]:
    """Every level with all its versions, the newest first; `agent_id`: which one is theirs."""
    versions: dict[UUID, list[LevelVersion]] = defaultdict(list)
    for one in queries.level_versions():
        versions[one.level_id].append(one)
    holders: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for held in queries.holdings():
        holders[held.level_id].append((held.agent_id, held.agent.name))
    return [
        LevelRow(
            id=level.id,
            name=level.name,
            currency=level.currency,
            rank=level.rank,
            versions=_versions(versions[level.id]),
            holders=[name for _id, name in holders[level.id]],
            mine=agent_id in [one for one, _name in holders[level.id]],
        )
        for level in queries.all_levels()
    ]


def _versions(rows: list[LevelVersion]) -> list[VersionRow]:
    found = []
    until: datetime | None = None
    for one in rows:
        found.append(_version(one, until))
        until = one.holds_from
    return found


def _version(one: LevelVersion, until: datetime | None) -> VersionRow:
    currency = one.level.currency
    by_kind = {limit.kind: limit for limit in one.limits.all()}
    return VersionRow(
        limits=[
            LimitRow(
                kind=str(kind.label),
                most=Money(limit.most, currency),
                percent=limit.percent,
                reasons=[str(Reason(reason).label) for reason in limit.reasons],
            )
            for kind in Kind
            if (limit := by_kind.get(kind))
        ],
        per_customer=Money(one.per_customer, currency),
        per_agent=Money(one.per_agent, currency),
        period_days=one.period_days,
        holds_from=one.holds_from,
        holds_until=until,
        made_by=one.made_by.name if one.made_by else "",
        when=_when(one.holds_from, until),
    )


def _when(since: datetime, until: datetime | None) -> str:
    now = clock.now()
    if since > now:
        return "future"
    return "now" if until is None or until > now else "past"


def owed_versions() -> list[OwedVersion]:
    """What policy owes, as it was and is, the newest first."""
    found = []
    until: datetime | None = None
    for one in PolicyVersion.objects.order_by("-holds_from"):
        found.append(
            OwedVersion(
                claim_days=one.claim_days,
                return_days=one.return_days,
                lost_after_days=one.lost_after_days,
                holds_from=one.holds_from,
                holds_until=until,
                when=_when(one.holds_from, until),
            )
        )
        until = one.holds_from
    return found
