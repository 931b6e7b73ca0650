"""Lists that are kept under a name."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb, caller_for
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed, Refused
from lifelong.lib.transactions import transaction
from lifelong.lists.filters import Filter, Order
from lifelong.lists.models import SavedList

#: of one agent, and shared; nobody looks through more
MOST = 40


class ListUnfit(Refused):
    code = "list-unfit"
    status = 422


def keep_list(*, name: str, asked: Filter, order: Order, shared: bool, by: Agent) -> SavedList:
    """One's own, or with the right to give work to others one for everybody. Raises `ListUnfit`
    for a name that is none or is taken."""
    name = " ".join(name.split())[:60]
    if not name:
        raise ListUnfit(_("Give the list a name."))
    _must(by, shared=shared)
    rows = SavedList.objects.filter(is_shared=shared, **({} if shared else {"agent": by}))
    if rows.count() >= MOST:
        raise ListUnfit(_("There are %(most)s lists already. Delete one first.") % {"most": MOST})
    try:
        with transaction():
            return SavedList.objects.create(
                agent=by,
                name=name,
                is_shared=shared,
                filter=asked.kept,
                order=order,
                made_at=clock.now(),
            )
    except IntegrityError as error:
        raise ListUnfit(_("There is a list of that name already.")) from error


def change_list(kept: SavedList, *, asked: Filter, order: Order, by: Agent) -> None:
    """From now on it asks for this."""
    _must_own(kept, by)
    with transaction():
        SavedList.objects.filter(pk=kept.pk).update(filter=asked.kept, order=order)


def drop_list(kept: SavedList, *, by: Agent) -> None:
    _must_own(kept, by)
    with transaction():
        SavedList.objects.filter(pk=kept.pk).delete()


def _must_own(kept: SavedList, by: Agent) -> None:
    _must(by, shared=kept.is_shared)
    if not kept.is_shared and kept.agent_id != by.id:
        raise NotAllowed(_("This list is somebody else’s."))


def _must(by: Agent, *, shared: bool) -> None:
    caller_for(by).must(Verb.ASSIGN_OTHERS if shared else Verb.READ_TEXT)
