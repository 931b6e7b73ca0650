"""Taking the steps that are due: many cases in one transaction, each step once.

Whoever has a case's row takes its step; whoever has the conversation's row sees what was written
to this person before. So two workers, two plays and a repeat send one message between them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Count, QuerySet

from lifelong.channels.models import Inbox
from lifelong.conversations.actions.beginning import begin_conversations, know_contacts
from lifelong.conversations.actions.changing import Change, changing_all
from lifelong.conversations.actions.raising import raise_matter
from lifelong.conversations.actions.reaching_out import Approach, SendingHours, reach_out
from lifelong.conversations.models import Contact
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.jobs import Unreachable
from lifelong.lib.transactions import transaction
from lifelong.plays import queries
from lifelong.plays.actions.stopping import stop
from lifelong.plays.actions.switching import halt, resume
from lifelong.plays.assignment import NEVER_HELD_OUT
from lifelong.plays.events import CustomerTouched
from lifelong.plays.models import Case, CaseState, Play, PlayKind, Touch
from lifelong.plays.playing import Playing, Way, Words, Work
from lifelong.plays.waiting import WITHIN, Hours, PutOff, Why, put_off, zone_of
from lifelong.plays.ways import Ways

log = structlog.get_logger()

#: cases of one transaction
TOGETHER = 200
#: then a case that failed is tried again
AFTER_TROUBLE = timedelta(hours=1)
#: no case's own trouble: the database or the queue is out of reach
OUTAGE = (OperationalError, InterfaceError, Unreachable)


def take_due_steps(kind: PlayKind, part: Playing, *, most: int = TOGETHER) -> int:
    """Take the next step of what is longest due. How many cases were looked at.

    A case for which that fails stands in nobody's way: it is put off, and loud in the log.
    """
    now = clock.now()
    try:
        return _take_locked(queries.due(kind, now=now)[:most], part)
    except OUTAGE:
        raise
    except Exception:
        log.exception("steps are taken one by one", kind=kind.value)
    ids = list(queries.due(kind, now=now).values_list("id", flat=True)[:most])
    for case_id in ids:
        try:
            _take_locked(queries.due(kind, now=now).filter(pk=case_id), part)
        except OUTAGE:
            raise
        except Exception:
            log.exception("step failed", case_id=str(case_id))
            Case.objects.filter(pk=case_id).update(due_at=now + AFTER_TROUBLE, why=Why.TROUBLE)
    return len(ids)


def _take_locked(due: QuerySet[Case], part: Playing) -> int:
    with transaction():
        rows = due.select_for_update(of=("self",), skip_locked=True)
        cases = list(rows.select_related("play__brand", "customer", "order", "contact"))
        if cases:
            _take(cases, part)
        return len(cases)


def look_at_halts(kind: PlayKind, part: Playing) -> None:
    """Have each play that must not run refuse, and each that may run again go on."""
    for play in queries.running(kind):
        why = part.halts(play)
        if why and why != play.halted_why:
            halt(play, why=why)
        elif not why and play.halted_at is not None:
            resume(play)


def _take(cases: list[Case], part: Playing) -> None:
    over = part.pointless(cases)
    _end_or_put_off(cases, over)
    going_on = [case for case in cases if case.id not in over]
    work = part.work(going_on)
    ready = _timely(_reached([case for case in going_on if case.id not in work], part))
    words = part.words(ready) if ready else {}
    stop([case for case, _way in ready if case.id not in words], why=Why.WORDLESS)
    said = [(case, way, words[case.id]) for case, way in ready if case.id in words]
    _write(said, [(case, work[case.id]) for case in going_on if case.id in work], part)


def _reached(cases: Sequence[Case], part: Playing) -> list[tuple[Case, Way]]:
    """Those whom we may write to, and how; the others are stopped."""
    ways = Ways(cases)
    found = [(case, ways.to(case, part.purpose(case))) for case in cases]
    _end_or_put_off(cases, {case.id: way for case, way in found if isinstance(way, Why)})
    return [(case, way) for case, way in found if isinstance(way, Way)]


def _timely(ready: Sequence[tuple[Case, Way]]) -> list[tuple[Case, Way]]:
    """Without those where it is not the hour: they are put off. Looked at again under the lock of
    the conversation, this spares most of them the rest of the work."""
    now, rest = clock.now(), []
    for case, way in ready:
        when = _when(case, case.play, [], now)
        if isinstance(when, PutOff):
            _put_off(case, when)
        else:
            rest.append((case, way))
    return rest


def _write(
    said: Sequence[tuple[Case, Way, Words]], work: Sequence[tuple[Case, Work]], part: Playing
) -> None:
    """All of it under one taking of locks: two in a row could be taken the other way round."""
    inboxes = {case.customer_id: way.endpoint.inbox_id for case, way, _words in said}
    oldest = _oldest_inboxes({case.play.brand_id for case, _work in work})
    inboxes |= {case.customer_id: oldest[case.play.brand_id] for case, _work in work}
    homes = begin_conversations(inboxes)
    with changing_all(set(homes.values())) as changes:
        know_contacts(changes)
        touched, now = _touched(changes.values(), clock.now()), clock.now()
        # what was true before the locks were taken may be so no more
        over = part.pointless([one[0] for one in said] + [case for case, _work in work])
        heard = _said_to([case for case, _way, _words in said])
        taken: list[Case] = []
        for case, way, words in said:
            change = changes[homes[case.customer_id]]
            mine = touched[change.conversation.id]
            when = over.get(case.id) or _left_to_a_hero(change)
            when = when or _when(case, case.play, mine, now)
            if when is None:
                _say(case, way, words, change, part, touch=heard.get(case.id, 0))
                mine.append(now)
                taken.append(case)
            else:
                _end_or_put_off([case], {case.id: when})
        for case, one in work:
            if (when := over.get(case.id)) is not None:
                _end_or_put_off([case], {case.id: when})
            else:
                _have_a_hero_look(case, one, changes[homes[case.customer_id]], part)
                taken.append(case)
        _write_steps(taken)


def _left_to_a_hero(change: Change) -> Why | None:
    """Whoever waits for an answer gets it from a person."""
    waits = any(one.waiting_since is not None for one in change.contacts.values())
    return Why.WROTE if waits else None


def _within(change: Change, contact: Contact | None) -> Contact | None:
    """None for one that was parted from this person since."""
    own = contact is not None and contact.conversation_id in change.conversation_ids
    return contact if own else None


def _oldest_inboxes(brand_ids: set[UUID]) -> dict[UUID, UUID]:
    """Each brand's, where somebody who never wrote is looked after."""
    rows = Inbox.objects.filter(brand__in=brand_ids).order_by("-id")
    return dict(rows.values_list("brand_id", "id")) if brand_ids else {}


def _touched(changes: Iterable[Change], now: datetime) -> dict[UUID, list[datetime]]:
    """By leading conversation, when plays wrote to that person."""
    people = {change.conversation.id: list(change.homes) for change in changes}
    everybody = {one for customers in people.values() for one in customers}
    found = queries.touches(everybody, since=now - WITHIN)
    return {
        conversation_id: [at for one in customers for at in found.get(one, [])]
        for conversation_id, customers in people.items()
    }


def _when(case: Case, play: Play, touched: list[datetime], now: datetime) -> PutOff | Why | None:
    return put_off(
        now,
        hours=Hours(play.from_minute, play.to_minute),
        zone=_zone_of(case),
        touched=touched,
        # news of it is help; a question after it is not
        owed=play.kind == PlayKind.OUTREACH and not NEVER_HELD_OUT.isdisjoint(case.causes),
    )


def _zone_of(case: Case) -> str:
    return zone_of(case.customer.zone, case.play.brand.zone)


def _hours_of(case: Case) -> SendingHours:
    return SendingHours(_zone_of(case), case.play.from_minute, case.play.to_minute)


def _put_off(case: Case, when: PutOff) -> None:
    case.due_at, case.why = when.until, when.why
    case.save(update_fields=["due_at", "why"])


def _said_to(cases: Sequence[Case]) -> dict[UUID, int]:
    """How often each of these was written to. Not its step: steps are changed meanwhile."""
    rows = Touch.objects.filter(case__in=cases).values("case").annotate(said=Count("pk"))
    return dict(rows.values_list("case", "said"))


def _say(case: Case, way: Way, words: Words, change: Change, part: Playing, *, touch: int) -> None:
    purpose = part.purpose(case)
    entry = reach_out(
        change,
        Approach(
            handle=way.handle,
            endpoint=way.endpoint,
            purpose=purpose,
            subject=words.subject,
            text=words.text,
            contact=_within(change, words.contact),
            topic=words.topic,
            answers=way.answers,
            hours=_hours_of(case),
            details={**words.details, "play": case.play.kind, "case": str(case.id)},
        ),
    )
    change.new_rows.append(
        Touch(
            entry=entry,
            case=case,
            step=touch,
            customer_id=case.customer_id,
            purpose=purpose,
            at=change.now,
        )
    )
    record(
        CustomerTouched(
            customer_id=case.customer_id,
            case_id=case.id,
            play_id=case.play_id,
            entry_id=entry.id,
            step=touch,
            purpose=purpose,
        )
    )
    _step_taken(case, part)


def _have_a_hero_look(case: Case, work: Work, change: Change, part: Playing) -> None:
    raise_matter(
        change,
        what=work.what,
        contact=_within(change, work.contact),
        topic=work.topic,
        of=case.customer_id,
        details={**work.details, "case": str(case.id)},
    )
    _step_taken(case, part)


def _step_taken(case: Case, part: Playing) -> None:
    case.step += 1
    case.why = ""
    case.due_at = part.after(case, now=clock.now())
    case.state = CaseState.PLANNED if case.due_at else CaseState.DONE


_COLUMNS = {"step": "smallint", "why": "text", "due_at": "timestamptz", "state": "text"}
_UPDATE = (
    f"UPDATE plays_case SET {', '.join(f'{c} = new.{c}' for c in _COLUMNS)}"
    f" FROM unnest(%s::uuid[], {', '.join(f'%s::{kind}[]' for kind in _COLUMNS.values())})"
    f" AS new(id, {', '.join(_COLUMNS)}) WHERE plays_case.id = new.id"
)


def _write_steps(cases: Sequence[Case]) -> None:
    """All in one statement: a save each would be two fifths of the whole."""
    columns: list[list[object]] = [[case.id for case in cases]]
    columns += [[getattr(case, column) for case in cases] for column in _COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)


def _end_or_put_off(cases: Sequence[Case], why: Mapping[UUID, Why | PutOff]) -> None:
    for case in cases:
        found = why.get(case.id)
        if isinstance(found, PutOff):
            _put_off(case, found)
        elif found is not None:
            stop([case], why=found)
