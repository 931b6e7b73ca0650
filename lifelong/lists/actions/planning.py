"""What is to be done to many: fixed with those whom it concerns, before anything is done."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb, caller_for
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.lists import queries
from lifelong.lists.acts import ACTS, act_of
from lifelong.lists.filters import Filter
from lifelong.lists.models import Bulk, BulkState

#: a plan that nobody has set going is forgotten after so long
FORGOTTEN = timedelta(days=1)


class NobodyChosen(Refused):
    code = "nobody-chosen"
    status = 422


class TooMany(Refused):
    code = "too-many"
    status = 422


def plan(
    act: str, *, said: Mapping[str, str], text: str, chosen: Collection[UUID] | Filter, by: Agent
) -> Bulk:
    """A bulk that waits for a yes. `chosen`: conversations, or all that a filter means; of both
    only those that `by` sees. Raises what is wrong with the act itself."""
    caller = caller_for(by)
    caller.must(Verb.ANSWER)
    bulk = Bulk(agent=by, act=act, said=dict(said), text=text.strip(), made_at=clock.now())
    act_of(bulk)
    most = ACTS[act].most
    members = _members(chosen, most=most + 1, caller_id=by)
    if not members:
        raise NobodyChosen(_("Choose at least one person."))
    if len(members) > most:
        raise TooMany(
            _("At most %(most)s at once. Narrow the list, or do a part of it.") % {"most": most}
        )
    bulk.size = len(members)
    with transaction():
        bulk.save(force_insert=True)
        _write(bulk.id, members)
    return bulk


def _members(
    chosen: Collection[UUID] | Filter, *, most: int, caller_id: Agent
) -> list[tuple[UUID, int]]:
    """Each with the last position, in the order in which they are done."""
    caller = caller_for(caller_id)
    if isinstance(chosen, Filter):
        rows = queries.matching(chosen, visible_to=caller)
    else:
        rows = queries.matching(Filter(), visible_to=caller).filter(pk__in=list(chosen)[:most])
    found = rows.select_related(None).order_by("waiting_since", "-last_entry_at", "id")
    return list(found.values_list("id", "position")[:most])


def _write(bulk_id: UUID, members: list[tuple[UUID, int]]) -> None:
    """All in one statement: there may be thousands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lists_member (bulk_id, conversation_id, seen, state, why, position)"
            " SELECT %s, new.id, new.seen, 'waiting', '', 0"
            " FROM unnest(%s::uuid[], %s::int[]) WITH ORDINALITY AS new(id, seen, place)"
            " ORDER BY new.place",
            [bulk_id, [id for id, _seen in members], [seen for _id, seen in members]],
        )


def forget_plans() -> None:
    """What was looked at and never set going."""
    old = Bulk.objects.filter(state=BulkState.PLANNED, made_at__lt=clock.now() - FORGOTTEN)
    with transaction():
        old.delete()
