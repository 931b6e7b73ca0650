"""A play that says one sentence, and people to say it to, for tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from lifelong.channels.models import Endpoint
from lifelong.conversations.tests.building import endpoint
from lifelong.customers.models import Customer, Purpose
from lifelong.customers.tests.handles import met
from lifelong.lib import clock, ids
from lifelong.plays.actions.beginning_cases import Eligible, begin_cases
from lifelong.plays.actions.switching import set_up, switch
from lifelong.plays.models import Case, Play, PlayKind
from lifelong.plays.playing import Way, Words, Work
from lifelong.plays.waiting import Why


class Saying:
    """Says one sentence, and `steps` - 1 times another after as many days."""

    def __init__(self, steps: int = 1, purpose: Purpose = Purpose.UPDATES) -> None:
        self.steps, self.said_for = steps, purpose
        self.dead = ""
        self.settled: set[UUID] = set()
        self.speechless = False
        self.for_heroes = False

    def purpose(self, case: Case) -> Purpose:
        return self.said_for

    def halts(self, play: Play) -> str:
        return self.dead

    def pointless(self, cases: Sequence[Case]) -> Mapping[UUID, Why]:
        return {case.id: Why.SETTLED for case in cases if case.subject in self.settled}

    def words(self, ready: Sequence[tuple[Case, Way]]) -> Mapping[UUID, Words]:
        if self.speechless:
            return {}
        return {
            case.id: Words(subject="Your order", text=f"Step {case.step + 1} of your order.")
            for case, _way in ready
        }

    def work(self, cases: Sequence[Case]) -> Mapping[UUID, Work]:
        return {one.id: Work(what="look-again") for one in cases} if self.for_heroes else {}

    def after(self, case: Case, *, now: datetime) -> datetime | None:
        return now + timedelta(days=1) if case.step < self.steps else None


def play(
    kind: PlayKind = PlayKind.OUTREACH, *, holdout: int = 0, at: Endpoint | None = None
) -> Play:
    """Switched on, in the hours of the whole day."""
    brand = (at or Endpoint.objects.first() or endpoint()).brand
    made = switch(set_up(brand, kind=kind, name=str(kind)), on=True, by=None)
    Play.objects.filter(pk=made.pk).update(holdout=holdout, from_minute=0, to_minute=1440)
    made.refresh_from_db()
    return made


def draw_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a play that holds out half, every second whom it draws is held out: the first is not.

    Ids are new in each run, and now and then all of a dozen would be drawn into one arm.
    """
    drawn, turns = dict[tuple[UUID, UUID, str], float](), count()

    def place(customer_id: UUID, play_id: UUID, season: str) -> float:
        key = (customer_id, play_id, season)
        if key not in drawn:
            drawn[key] = 0.25 if next(turns) % 2 else 0.75
        return drawn[key]

    monkeypatch.setattr("lifelong.plays.assignment._place", place)


def eligible(
    customer: Customer | None = None, *, of: UUID | None = None, **fields: object
) -> Eligible:
    subject = of or ids.new_id()
    return Eligible(
        customer=customer or met(),
        subject=subject,
        due_at=clock.now(),
        **fields,  # type: ignore[arg-type]
    )


def case(to: Play, customer: Customer | None = None, **fields: object) -> Case:
    return begin_cases(to, [eligible(customer, **fields)])[0]  # type: ignore[arg-type]
