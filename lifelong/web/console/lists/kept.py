"""The lists that stand beside: those that everybody begins with, one's own, those that are
shared."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.lists import queries
from lifelong.lists.filters import ME, NOBODY, WAITING, Filter, Order
from lifelong.lists.models import SavedList
from lifelong.web.console.lists.asking import address
from lifelong.web.console.lists.rows import counted
from lifelong.web.console.lists.telling import bulk_title


@dataclass(frozen=True)
class Kept:
    """One list by its name. `count`: "" while nobody has counted."""

    id: UUID | None
    name: str
    href: str
    current: bool
    count: str


@dataclass(frozen=True)
class Shelf:
    """Some lists under one title."""

    title: str
    lists: list[Kept]


def shelves(caller: Caller, *, at: str, count: bool) -> list[Shelf]:
    """`at`: the address of the one that is shown."""
    saved = queries.lists(visible_to=caller)
    own = [one for one in saved if not one.is_shared]
    shared = [one for one in saved if one.is_shared]
    shown = [
        Shelf("", [_kept(None, *one, caller, at, count) for one in _beginnings()]),
        Shelf(_("Mine"), [_saved(one, caller, at, count) for one in own]),
        Shelf(_("Shared"), [_saved(one, caller, at, count) for one in shared]),
        Shelf(_("Done to many lately"), _bulks(caller, at)),
    ]
    return [one for one in shown if one.lists]


def _bulks(caller: Caller, at: str) -> list[Kept]:
    """What goes on or is over, to come back to."""
    if not caller.may(Verb.ANSWER):
        return []
    return [
        Kept(one.id, bulk_title(one), href := f"/lists/bulks/{one.id}", href == at, "")
        for one in queries.last_bulks(visible_to=caller)
    ]


def _beginnings() -> list[tuple[str, Filter, str]]:
    """What nobody should have to put together first."""
    return [
        (_("Everybody who waits"), Filter(status=WAITING), Order.WAITING),
        (_("With nobody"), Filter(status=WAITING, owner=NOBODY), Order.WAITING),
        (_("With me"), Filter(status=WAITING, owner=ME), Order.WAITING),
        (_("Waiting for a day"), Filter(status=WAITING, hours=24), Order.WAITING),
        (_("Answered a week ago"), Filter(status="pending", quiet=7), Order.ACTIVITY),
        (_("Closed lately"), Filter(status="closed", lately=7), Order.ACTIVITY),
    ]


def _saved(one: SavedList, caller: Caller, at: str, count: bool) -> Kept:
    return _kept(one.id, one.name, Filter.read(one.filter), one.order, caller, at, count)


def _kept(
    id: UUID | None, name: str, asked: Filter, order: str, caller: Caller, at: str, count: bool
) -> Kept:
    href = f"/lists/{id}" if id else f"/lists?{address(asked, order)}"
    said = counted(queries.count(queries.matching(asked, visible_to=caller))) if count else ""
    return Kept(id, name, href, href == at, said)
