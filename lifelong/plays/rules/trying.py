"""What a rule would have done: looked at, and not done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from lifelong.events.log import Recorded
from lifelong.events.log import read as read_event
from lifelong.events.models import Event
from lifelong.lib import clock
from lifelong.plays.rules import rulebook
from lifelong.plays.rules.actions.coming_due import found_due
from lifelong.plays.rules.conditions import Miss
from lifelong.plays.rules.facts import Known
from lifelong.plays.rules.knowing import ask_now
from lifelong.plays.rules.models import RuleVersion
from lifelong.plays.rules.rulebook import Ready
from lifelong.plays.rules.subject import Subject, subject_of
from lifelong.plays.rules.triggers import FACTS

#: days that may be looked back
MOST_DAYS = 30
#: facts of which so many are looked at, the latest first, and so many at a time
MOST = 1000
AT_ONCE = 100


@dataclass(frozen=True)
class Would:
    at: datetime
    contact_id: UUID | None
    conversation_id: UUID | None
    #: None: it would have fired
    miss: Miss | None


@dataclass(frozen=True)
class Trial:
    looked_at: int
    #: there were more, further back
    more: bool
    fired: list[Would]
    missed: list[Would]


def try_out(version: RuleVersion, *, days: int) -> Trial:
    """Over the facts of these days, or, where it waits for a time, whose moment has come now.

    A message is looked at in its words, and hours and ages at its time; where a matter stands,
    its topic and the orders are those of today. Raises `RuleUnfit`.
    """
    rule = rulebook.ready(version)
    subjects, more = _subjects(rule, min(max(days, 1), MOST_DAYS))
    looked = [
        Would(
            at=known.at,
            contact_id=known.contact.id if known.contact else None,
            conversation_id=known.contact.conversation_id if known.contact else None,
            miss=rule.check(known),
        )
        for known in _known(subjects)
        if rule.concerns(known)
    ]
    return Trial(
        looked_at=len(looked),
        more=more,
        fired=[one for one in looked if one.miss is None],
        missed=[one for one in looked if one.miss is not None],
    )


def _subjects(rule: Ready, days: int) -> tuple[list[Subject], bool]:
    if rule.trigger.is_fact:
        events = list(_events(rule, days))
        return [subject_of(one) for one in events[:MOST]], len(events) > MOST
    now = clock.now()
    due = [one for several in found_due(rule, now=now, most=MOST) for one in several]
    subjects = [
        Subject(at=now, customer_id=one.customer_id, contact_id=one.contact_id) for one in due
    ]
    return subjects[:MOST], len(due) >= MOST


def _events(rule: Ready, days: int) -> Iterator[Recorded]:
    since = clock.now() - timedelta(days=days)
    name = FACTS[rule.trigger.on].__name__
    rows = Event.objects.filter(name=name, at__gte=since).order_by("-at")
    return (read_event(row) for row in rows[: MOST + 1])


def _known(subjects: Sequence[Subject]) -> Iterator[Known]:
    rest = iter(subjects)
    while several := list(islice(rest, AT_ONCE)):
        known = ask_now(several)
        yield from (known[place] for place in range(len(several)))
