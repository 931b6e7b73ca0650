"""A bulk under way: batch by batch, each a transaction, until nobody waits or somebody stops it.

Whoever carries a batch out holds the bulk's lock, and what became of each person is written with
what was done to them: a worker that is killed leaves whole batches, and the next goes on.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions.changing import Change, changing_all, know_contacts
from lifelong.conversations.models import Entry, EntryKind
from lifelong.lib.errors import NotFound, Refused
from lifelong.lib.transactions import attempt, transaction
from lifelong.lists.actions.turning import locked, tell, turn
from lifelong.lists.acts import Act, Person, act_of
from lifelong.lists.acts.act import Before, Touched, touched
from lifelong.lists.models import Bulk, BulkState, Member, MemberState

log = structlog.get_logger()


class _Apart(Exception):
    """One of a batch was refused after something was changed: it has to be alone."""


#: while it is in this state: whose turn it is, what becomes of them, what it is then
_WORK = {
    BulkState.RUNNING: (MemberState.WAITING, BulkState.DONE),
    BulkState.UNDOING: (MemberState.DONE, BulkState.UNDONE),
}


def carry_out(bulk_id: UUID) -> None:
    """Until it is over or stopped. Safe to repeat, and at once: whoever is done is skipped."""
    while _go_on(bulk_id):
        pass


def _go_on(bulk_id: UUID) -> bool:
    try:
        return _batch(bulk_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.warning("bulk taken apart", bulk_id=str(bulk_id), error=type(error).__name__)
    try:
        return _batch(bulk_id, most=1)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("bulk failed for one", bulk_id=str(bulk_id))
        return _batch(bulk_id, most=1, broken=True)


def _batch(bulk_id: UUID, *, most: int | None = None, broken: bool = False) -> bool:
    """The next of them in one transaction; whether there may be more. `most`: so many, else as
    the act has it. `broken`: the next one fails for no reason that was foreseen."""
    with transaction():
        bulk = locked(bulk_id)
        if bulk.state not in _WORK:
            return False
        whose, end = _WORK[BulkState(bulk.state)]
        with translation.override(bulk.agent.language):
            act = _act(bulk)
            size = most or (act.batch if isinstance(act, Act) else 100)
            members = list(bulk.members.filter(state=whose).order_by("id")[:size])
            if not members:
                turn(bulk, end)
                return False
            _note(bulk, members, _fared(bulk, act, members, broken=broken))
    return True


def _act(bulk: Bulk) -> Act | Refused:
    """Why not, where the act no longer makes sense or is no longer theirs."""
    try:
        act = act_of(bulk)
        act.caller.must(Verb.ANSWER)
    except Refused as why:
        return why
    return act


@dataclass(frozen=True)
class Fared:
    """What became of one. `before`: how it stood, None where nothing was done."""

    before: Before | None
    position: int = 0
    why: str = ""


def _fared(
    bulk: Bulk, act: Act | Refused, members: Sequence[Member], *, broken: bool
) -> dict[int, Fared]:
    if broken:
        why = _("Something of ours went wrong here, and nothing was done.")
        return {one.id: Fared(None, why=why) for one in members}
    if isinstance(act, Refused):
        return {one.id: Fared(None, why=str(act)) for one in members}
    work = _undo_all if bulk.state == BulkState.UNDOING else _do_all
    if len(members) > 1:
        return work(act, members)
    try:
        with attempt():
            return work(act, members)
    except Refused as why:
        return {members[0].id: Fared(None, why=str(why))}


def _do_all(act: Act, members: Sequence[Member]) -> dict[int, Fared]:
    with changing_all([one.conversation_id for one in members]) as changes:
        know_contacts(changes.values())
        people = {one.id: _person(changes[one.conversation_id], one) for one in members}
        act.prepare(list(people.values()))
        leads = [one.conversation.id for one in people.values()]
        rows = queries.conversations(visible_to=act.caller).filter(pk__in=leads)
        seen = set(rows.values_list("id", flat=True))

        def do(member: Member, change: Change) -> Before:
            # several of them may be one person by now: look again
            one = _person(change, member)
            if one.conversation.id not in seen:
                raise NotFound(_("You no longer see them."))
            act.refuse_if_live(one)
            act.check(one)
            try:
                return act.do(change, one)
            except Refused as why:
                if len(members) == 1:
                    raise
                raise _Apart from why

        fared = _each(members, changes, do, alone=len(members) == 1)
        act.write()
        return fared


def _undo_all(act: Act, members: Sequence[Member]) -> dict[int, Fared]:
    with changing_all([one.conversation_id for one in members]) as changes:
        know_contacts(changes.values())

        def take_back(member: Member, change: Change) -> Before:
            assert member.before is not None
            if _gone_on(change, member):
                raise touched()
            before: Before = member.before
            try:
                act.undo(change, member, before)
            except Touched:
                raise
            except Refused as why:
                if len(members) == 1:
                    raise
                raise _Apart from why
            return before

        return _each(members, changes, take_back, alone=len(members) == 1)


def _each(
    members: Sequence[Member],
    changes: dict[UUID, Change],
    work: Callable[[Member, Change], Before],
    *,
    alone: bool,
) -> dict[int, Fared]:
    """Who refuses has changed nothing; of one `alone` it may have, and is undone outside."""
    fared = {}
    for member in members:
        change = changes[member.conversation_id]
        try:
            before = work(member, change)
            fared[member.id] = Fared(before, position=change.conversation.position)
        except Refused as why:
            if alone:
                raise
            fared[member.id] = Fared(None, why=str(why))
    return fared


def _person(change: Change, member: Member) -> Person:
    still = [one for one in change.contacts.values() if one.closed_at is None]
    return Person(change.conversation, change.conversation_ids, still, member.seen, change.now)


def _gone_on(change: Change, member: Member) -> bool:
    """Somebody wrote or did something here since."""
    by_people = Q(agent__isnull=False) | Q(kind=EntryKind.MESSAGE_IN)
    since = Entry.objects.filter(
        conversation__in=change.conversation_ids, position__gt=member.position
    )
    return since.filter(by_people).exists()


_UPDATE = """
UPDATE lists_member SET state = new.state, why = new.why, position = new.position,
    before = coalesce(new.before::jsonb, lists_member.before)
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[], %s::text[])
    AS new(id, state, why, position, before)
WHERE lists_member.id = new.id
"""


def _note(bulk: Bulk, members: Sequence[Member], fared: dict[int, Fared]) -> None:
    """Write what became of them, and how far the whole is."""
    undoing = bulk.state == BulkState.UNDOING
    good = MemberState.UNDONE if undoing else MemberState.DONE
    bad = MemberState.KEPT if undoing else MemberState.REFUSED
    rows = [(one.id, fared[one.id]) for one in members]
    columns: list[Any] = [
        [id for id, _one in rows],
        [str(bad if one.before is None else good) for _id, one in rows],
        [one.why[:300] for _id, one in rows],
        [one.position for _id, one in rows],
        [None if one.before is None else json.dumps(one.before) for _id, one in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)
    count = sum(one.before is not None for _id, one in rows)
    if undoing:
        bulk.undone, bulk.kept = bulk.undone + count, bulk.kept + len(rows) - count
        bulk.done -= len(rows)
    else:
        bulk.done, bulk.refused = bulk.done + count, bulk.refused + len(rows) - count
    bulk.save(update_fields=["done", "refused", "undone", "kept"])
    tell(bulk)
