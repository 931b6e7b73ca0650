"""Locking conversations: the youngest first, and of joined people the one that leads.

Whoever changes a person holds the lock of their leading conversation. It is older than those
joined to it, so that who comes by one of them goes on to its lead without turning back.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lifelong.conversations.models import Conversation
from lifelong.lib.errors import Refused
from lifelong.lib.statements import Statement, among
from lifelong.lib.transactions import must_last


class Overtaken(Refused):
    """Somebody joined or parted these people between our look and our lock."""

    code = "overtaken"


def lock(conversation_ids: Collection[UUID]) -> dict[UUID, Conversation]:
    """For each the locked row that leads, its own for most.

    Raises `Conversation.DoesNotExist` when one of them is not there.
    """
    rows = _locked(conversation_ids)
    if len(rows) != len(set(conversation_ids)):
        raise Conversation.DoesNotExist
    # who holds a joined row's lock keeps it joined: nobody parts it meanwhile
    leads = {row.lead_id for row in rows.values() if row.lead_id is not None}
    if leads - rows.keys():
        rows |= _locked(leads - rows.keys())
    return {one: rows[rows[one].lead_id or one] for one in conversation_ids}


def lock_people(conversation_ids: Collection[UUID]) -> dict[UUID, Conversation]:
    """Every conversation of these people, locked: for joining and parting. Raises `Overtaken`."""
    rows = _locked(_of_these_people(conversation_ids))
    here = _of_these_people(conversation_ids)
    if here - rows.keys():
        raise Overtaken(_("A colleague joined or parted them at this very moment. Look again."))
    return {one: rows[one] for one in here}


def _of_these_people(conversation_ids: Collection[UUID]) -> set[UUID]:
    """All conversations of these people."""
    found = Conversation.objects.filter(pk__in=conversation_ids)
    leads = {lead or one for one, lead in found.values_list("id", "lead_id")}
    people = Conversation.objects.filter(Q(pk__in=leads) | Q(lead__in=leads))
    return set(people.values_list("id", flat=True))


def _locked(conversation_ids: Collection[UUID]) -> dict[UUID, Conversation]:
    # revisions that somebody has seen may not be given out anew
    must_last()
    return {row.id: row for row in _LOCKED.rows(ids=list(conversation_ids))}


# no key changes, so rows that only refer to it (a draft, a viewing) need not wait
_LOCKED = Statement(
    lambda: (
        Conversation.objects.select_for_update(of=("self",), no_key=True)
        .filter(among("id", "ids"))
        .order_by("-id")
    )
)
