"""What four plays did before: 10,000 more customers for each, in the fact files alone. Outreach
and retention work, one follow-up changes nothing, and another one harms; the pages have to find
that out.

Drawn by DuckDB, column by column: row by row it would hold up the first start.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lifelong.channels.models import Brand
from lifelong.outcomes import keeping
from lifelong.outcomes.facts import (
    KINDS,
    CaseFact,
    ContactFact,
    Fact,
    OrderFact,
    ReviewFact,
    lay_down,
    number_of,
    schema,
)
from lifelong.plays.actions.switching import adjust, set_up, switch
from lifelong.plays.models import Play, PlayKind
from lifelong.simulation.outreach_texts import HOLDOUT

PEOPLE = 10_000
DAYS = 180
#: of the held out, so many buy again within 30 days, write within 7, review well
BUY, WRITE, REVIEW = 0.25, 0.22, 0.06
#: beside the months that are written from the database, and never replaced by them
KEPT = "before"


@dataclass(frozen=True)
class Truth:
    """A play, and by how much it changes who buys and who writes."""

    kind: PlayKind
    name: str
    buy: float = 0.0
    write: float = 0.0
    #: of its cases, who is owed help
    owed: float = 0.0

    @property
    def writes(self) -> bool:
        """By itself; who is to be kept is written to by heroes."""
        return self.kind is not PlayKind.RETENTION


TRUTHS = (
    Truth(PlayKind.OUTREACH, str(PlayKind.OUTREACH.label), buy=0.12, write=-0.09, owed=0.1),
    Truth(PlayKind.FOLLOW_UP, "Is all well?"),
    Truth(PlayKind.FOLLOW_UP, "One more nudge", buy=-0.10, write=0.09),
    Truth(PlayKind.RETENTION, str(PlayKind.RETENTION.label), buy=0.10, owed=0.15),
)


def write_past(brand: Brand, *, now: datetime, seed: float) -> list[Play]:
    """The plays, switched on, and what they did until `now`. The same `seed`, between 0 and 1,
    gives the same people."""
    import duckdb

    engine = duckdb.connect(config={"threads": 1})
    engine.execute("select setseed(?)", [seed])
    until = now.astimezone(UTC).replace(tzinfo=None)
    engine.execute(f"create table lives as {_LIVES} limit 0", _draws(0, TRUTHS[0], until))
    plays = [_set_up(brand, one, since=now - timedelta(days=DAYS)) for one in TRUTHS]
    for play, truth in zip(plays, TRUTHS, strict=True):
        said = _draws(number_of(play.id), truth, until)
        engine.execute(f"insert into lives {_LIVES}", said)
    for kind, (moment, query) in _QUERIES.items():
        said = {"now": until, "zone": brand.zone, "currency": brand.currency}
        _lay_down(engine, kind, moment, query, said)
    return plays


def _set_up(brand: Brand, truth: Truth, *, since: datetime) -> Play:
    play = set_up(brand, kind=truth.kind, name=truth.name)
    Play.objects.filter(pk=play.pk).update(begun_at=since)
    hours = {"from_minute": play.from_minute, "to_minute": play.to_minute}
    return switch(adjust(play, holdout=HOLDOUT, level=None, **hours), on=True, by=None)


def _draws(play: int, truth: Truth, until: datetime) -> dict[str, Any]:
    return {
        "play": play, "people": PEOPLE, "until": until, "days": DAYS, "holdout": HOLDOUT,
        "buy": BUY, "more": truth.buy, "write": WRITE, "again": truth.write, "owed": truth.owed,
        "review": REVIEW, "writes": truth.writes,
    }  # fmt: skip


def _lay_down(engine: Any, kind: type[Fact], moment: str, query: str, said: dict[str, Any]) -> None:
    known = {name: value for name, value in said.items() if f"${name}" in query}
    drawn = engine.sql(query, params=known).to_arrow_table().cast(schema(kind))
    months = [f"{one:%Y-%m}" for one in drawn[moment].to_pylist()]
    for month in sorted(set(months)):
        path = keeping.folder() / KINDS[kind] / f"{month}-{KEPT}.parquet"
        lay_down(path, drawn.filter([one == month for one in months]))


# each of them: whom the play was for, and when they bought, wrote and reviewed, if they did
_LIVES = """
select play, who, since, arm, reached, reached and $writes as written,
    case when random() < $buy + if(reached, $more, 0) then since + later * interval 30 days end
        as bought_at,
    case when random() < $write + if(reached, $again, 0) then since + soon * interval 7 days end
        as wrote_at,
    case when random() < $review then since + later * interval 30 days end as reviewed_at
from (
    select *, arm <> 'holdout' as reached, random() as later, random() as soon
    from (
        select cast($play as bigint) as play, hash(cast($play as bigint), range) as who,
            $until - random() * $days * interval 1 day as since,
            case when random() < $owed then 'owed' when range % 100 < $holdout then 'holdout'
                else 'treatment' end as arm
        from range($people)
    )
)
"""
_NUMBER = "cast(hash(who, '{of}') >> 1 as bigint)"
_WHO = "cast(who >> 1 as bigint) as customer_id"
_QUERIES: dict[type[Fact], tuple[str, str]] = {
    CaseFact: (
        "begun_at",
        f"""
        select {_NUMBER.format(of="case")} as case_id, play as play_id, {_WHO}, arm,
            {HOLDOUT} as holdout, strftime(since, '%Y') || '-Q' || quarter(since) as season,
            since as begun_at, if(written, 1, 0) as touches, if(written, since, null) as touched_at,
            if(written and random() < 0.08, since + random() * interval 1 day, null) as replied_at
        from lives
        """,
    ),
    OrderFact: (
        "placed_at",
        f"""
        select {_NUMBER.format(of="order")} as order_id, {_WHO}, bought_at as placed_at,
            'order' as kind, true as paid, false as is_test, $currency as currency,
            cast(2000 + random() * 9000 as bigint) as total, 0 as refunded
        from lives where bought_at <= $now
        """,
    ),
    ContactFact: (
        "opened_at",
        f"""
        select {_NUMBER.format(of="contact")} as contact_id, {_WHO}, null as order_id,
            null as topic_id, 'email' as channel, 'customer' as begun_by, wrote_at as opened_at,
            wrote_at + interval 8 hours as due_at, replied_at as first_reply_at,
            replied_at + interval 1 hour as closed_at,
            cast(timezone($zone, timezone('UTC', replied_at + interval 1 hour)) as date)
                as closed_on,
            'solved' as resolution, random() < 0.3 as confirmed
        from (select *, wrote_at + random() * interval 9 hours as replied_at from lives)
        where replied_at + interval 1 hour <= $now
        """,
    ),
    ReviewFact: (
        "reviewed_at",
        f"""
        select {_NUMBER.format(of="review")} as review_id, {_WHO}, 5 as stars, reviewed_at
        from lives where reviewed_at <= $now
        """,
    ),
}
