"""Rules that wait for a time: for each contact their moment comes once.

That it came is a row, written with the fact that the rule then fires on, or with the line of the
log that says why not. Run twice, or killed between two, it goes on where it was. Who is no longer
due when the fact is reacted to is not acted on, and the row goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from lifelong.channels.models import Brand
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.plays.rules.actions.logging_runs import Run, log_runs, run_of
from lifelong.plays.rules.events import ContactCameDue
from lifelong.plays.rules.facts import Known
from lifelong.plays.rules.models import Occurrence, Outcome
from lifelong.plays.rules.moments import last_moment
from lifelong.plays.rules.rulebook import Ready, look
from lifelong.plays.rules.subject import Subject
from lifelong.plays.rules.triggers import LASTING, On

#: contacts whose moment comes for one rule at a time; the rest a minute later
AT_ONCE = 500
#: a promise that was due longer ago is no news
DUE_LATELY = timedelta(days=1)
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    contact_id: UUID
    customer_id: UUID
    conversation_id: UUID
    moment: datetime


_FIND = """
SELECT contact.id, contact.customer_id, home.id, {moment}
FROM channels_inbox inbox
JOIN conversations_conversation home
  ON home.inbox_id = inbox.id AND home.status IN ('new', 'open', 'pending')
CROSS JOIN LATERAL (
  SELECT home.id UNION ALL
  SELECT id FROM conversations_conversation WHERE lead_id = home.id) own(id)
JOIN conversations_contact contact
  ON contact.conversation_id = own.id AND contact.closed_at IS NULL
{join}
WHERE (%(brand)s::uuid IS NULL OR inbox.brand_id = %(brand)s::uuid) AND {when} AND {which}
ORDER BY {moment}, contact.id LIMIT %(most)s
"""
_NOT_TAKEN_UP = """NOT EXISTS (
    SELECT FROM rules_occurrence came WHERE came.rule_id = %(rule)s::uuid
      AND came.contact_id = contact.id AND came.moment = {moment})"""
_THIS_ONE = (
    "home.id = %(home)s::uuid AND contact.id = %(contact)s::uuid"
    " AND {moment} = %(moment)s::timestamptz"
)
_PARTS: dict[On, dict[str, str]] = {
    On.WAITING: {
        "moment": "contact.waiting_since",
        "join": "",
        "when": "contact.waiting_since <= %(until)s::timestamptz"
        " AND (contact.set_aside_until IS NULL OR contact.set_aside_until <= %(now)s::timestamptz)",
    },
    On.PENDING: {
        "moment": "said.at",
        "join": "CROSS JOIN LATERAL (SELECT max(placed_at) AS at FROM conversations_entry entry"
        " JOIN conversations_message message ON entry_id = entry.id"
        " WHERE entry.contact_id = contact.id AND kind = 'message_out'"
        " AND withdrawn_at IS NULL AND automatic = '') said",
        "when": "contact.waiting_since IS NULL AND said.at <= %(until)s::timestamptz"
        " AND contact.set_aside_on IN ('', 'customer')",
    },
    On.BEFORE_PROMISE: {
        "moment": "promise.due_at",
        "join": "JOIN conversations_promise promise"
        " ON promise.contact_id = contact.id AND promise.settled_at IS NULL",
        "when": "promise.due_at <= %(until)s::timestamptz"
        " AND promise.due_at > %(lately)s::timestamptz",
    },
    On.SCHEDULE: {
        "moment": "%(until)s::timestamptz",
        "join": "",
        "when": "contact.opened_at <= %(until)s::timestamptz",
    },
}


def bring_what_is_due() -> int:
    """For every rule that waits for a time. How many moments came."""
    came = 0
    for on in (*LASTING, On.SCHEDULE):
        rules, _nothing = look(on, [])
        came += sum(_bring(rule) for rule in rules)
    return came


def _bring(rule: Ready) -> int:
    return sum(_take_up(rule, several) for several in found_due(rule, now=clock.now()) if several)


def found_due(rule: Ready, *, now: datetime, most: int = AT_ONCE) -> list[list[Due]]:
    """For whom the moment has come and was not taken up, by brand where their clocks differ."""
    if rule.trigger.on is not On.SCHEDULE:
        return [_find(rule, rule.brand_id, _until(rule, now), now, most)]
    brands = Brand.objects.filter(**({"pk": rule.brand_id} if rule.brand_id else {}))
    found = []
    for brand in brands.order_by("id"):
        moment = last_moment(rule.trigger.days, rule.trigger.at, zone=brand.zone, now=now)
        if moment is not None and moment >= rule.since:
            found.append(_find(rule, brand.id, moment, now, most))
    return found


def still_due(rule: Ready, fact: ContactCameDue, *, home_id: UUID) -> bool:
    """Whether the moment that came is theirs yet: nobody has answered them, say. `home_id`: the
    conversation that leads."""
    now = clock.now()
    until = fact.moment if rule.trigger.on is On.SCHEDULE else _until(rule, now)
    one = {"home": home_id, "contact": fact.contact_id, "moment": fact.moment}
    return bool(_find(rule, rule.brand_id, until, now, 1, only=one))


def take_back(fact: ContactCameDue) -> None:
    """It came too early, and may come again: who was set aside meanwhile wakes, say."""
    Occurrence.objects.filter(
        rule=fact.rule_id, contact_id=fact.contact_id, moment=fact.moment
    ).delete()


def _until(rule: Ready, now: datetime) -> datetime:
    """Moments up to here have come, of a rule that waits for a span of time."""
    ahead = rule.trigger.on is On.BEFORE_PROMISE
    return now + rule.trigger.after if ahead else now - rule.trigger.after


def _find(
    rule: Ready,
    brand_id: UUID | None,
    until: datetime,
    now: datetime,
    most: int,
    *,
    only: Mapping[str, Any] | None = None,
) -> list[Due]:
    """Those who were not taken up yet, or `only` this one."""
    parts = _PARTS[rule.trigger.on]
    which = (_THIS_ONE if only else _NOT_TAKEN_UP).format(**parts)
    values: dict[str, Any] = {
        **(only or {}),
        "rule": rule.rule_id,
        "brand": brand_id,
        "until": until,
        "now": now,
        "lately": now - DUE_LATELY,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND.format(**parts, which=which), values)
        return [Due(*row) for row in cursor.fetchall()]


def _take_up(rule: Ready, found: Sequence[Due]) -> int:
    with transaction():
        now = clock.now()
        subjects = [
            Subject(at=now, customer_id=one.customer_id, contact_id=one.contact_id) for one in found
        ]
        rules, known = look(rule.trigger.on, subjects)
        if rule.version_id not in {one.version_id for one in rules}:
            # it was changed just now: what it says since is looked at a minute later
            return 0
        fresh = _first_to_say(rule, found)
        missed: list[Run] = []
        for place, one in enumerate(found):
            if one in fresh:
                missed += _tell_or_miss(rule, one, known[place])
        log_runs(missed)
        return len(fresh)


def _tell_or_miss(rule: Ready, one: Due, known: Known) -> list[Run]:
    try:
        miss = rule.check(known)
    except Exception:
        # the reaction will find the same, and count it
        miss = None
    if miss is None:
        _tell(rule, one)
        return []
    run = run_of(rule, known, None)
    run.outcome, run.missed = Outcome.NOT_MET, miss.written()
    return [run]


def _first_to_say(rule: Ready, found: Sequence[Due]) -> set[Due]:
    """Those whose moment nobody has taken up before; from now on it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rules_occurrence (rule_id, contact_id, moment, at)"
            " SELECT %s::uuid, one.id, one.moment, %s::timestamptz"
            " FROM unnest(%s::uuid[], %s::timestamptz[]) AS one(id, moment)"
            " ON CONFLICT DO NOTHING RETURNING contact_id, moment",
            [
                rule.rule_id,
                clock.now(),
                [one.contact_id for one in found],
                [one.moment for one in found],
            ],
        )
        first = set(cursor.fetchall())
    return {one for one in found if (one.contact_id, one.moment) in first}


def _tell(rule: Ready, one: Due) -> None:
    record(
        ContactCameDue(
            customer_id=one.customer_id,
            rule_id=rule.rule_id,
            on=rule.trigger.on,
            conversation_id=one.conversation_id,
            contact_id=one.contact_id,
            moment=one.moment,
        )
    )


def forget_old_occurrences() -> int:
    """Of matters that are closed: opened again, they have moments of their own."""
    with transaction(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM rules_occurrence came USING ("
            " SELECT old.id FROM rules_occurrence old"
            " LEFT JOIN conversations_contact contact ON contact.id = old.contact_id"
            " WHERE old.at < %s::timestamptz"
            " AND (contact.id IS NULL OR contact.closed_at IS NOT NULL)"
            " LIMIT 50000) gone WHERE came.id = gone.id",
            [clock.now() - KEPT],
        )
        return int(cursor.rowcount)
