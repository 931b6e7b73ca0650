"""Two open matters of one person were the same; and taking that back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.models import (
    SAID,
    BegunBy,
    Contact,
    Entry,
    Promise,
    Resolution,
    Topic,
)
from lifelong.lib.errors import Refused


class NotTwo(Refused):
    """These are not two open matters of one person."""

    code = "not-two"
    status = 422


class SaidSince(Refused):
    code = "said-since"


#: for so long the way back is open
UNDO = timedelta(minutes=10)
#: what combining changes of either
_STANDING = (
    "topic_id", "begun_by", "opened_at", "waiting_since", "due_at", "first_due_at",
    "first_reply_at", "first_reply_by_id", "set_aside_on", "set_aside_until",
)  # fmt: skip
_TIMES = {name for name in _STANDING if name.endswith(("_at", "_since", "_until"))}
_MOMENTS = ("opened_at", "waiting_since", "due_at", "first_due_at")


def combine(contact: Contact, *, into: Contact, topic: Topic | None, by: Agent) -> Contact:
    """`contact` goes on in `into`, which is handed back; what was said and promised goes with it.

    That waits for as long as either has, was begun when the first was, and was first answered when
    either was. The other is closed as combined, which no measure counts.
    """
    with changing(into.conversation_id) as change:
        contact, into = _both(change, contact, into)
        moved = list(contact.entries.order_by("placed_at", "position"))
        promises = Promise.objects.filter(contact=contact)
        contact.before = {
            "own": _standing(contact),
            "into": _standing(into),
            "entries": [str(one.id) for one in moved],
            "promises": [str(one) for one in promises.values_list("id", flat=True)],
        }
        _take_over(into, contact, topic)
        into.save()
        change.move(moved, to=into)
        promises.update(contact=into)
        contact.combined_into = into
        close(contact, topic=None, by=by, resolution=Resolution.COMBINED)
        contact.before["position"] = change.conversation.position
        contact.before["after"] = _standing(into)
        contact.save()
        return into


def _both(change: Change, contact: Contact, into: Contact) -> tuple[Contact, Contact]:
    try:
        contact, into = change.contact(contact.id), change.contact(into.id)
    except Contact.DoesNotExist as error:
        raise NotTwo(_("These are matters of two people.")) from error
    if contact.id == into.id or contact.closed_at or into.closed_at:
        raise NotTwo(_("Only two open matters can be combined."))
    return contact, into


def _take_over(into: Contact, contact: Contact, topic: Topic | None) -> None:
    into.topic = topic or into.topic or contact.topic
    if BegunBy.CUSTOMER in (into.begun_by, contact.begun_by):
        into.begun_by = BegunBy.CUSTOMER
    answered = [one for one in (into, contact) if one.first_reply_at]
    if answered:
        first = min(answered, key=lambda one: one.first_reply_at or one.opened_at)
        into.first_reply_at, into.first_reply_by = first.first_reply_at, first.first_reply_by
    for name in _MOMENTS:
        both = [getattr(one, name) for one in (into, contact) if getattr(one, name)]
        setattr(into, name, min(both, default=None))
    if not (into.set_aside_until and contact.set_aside_until):
        into.set_aside_until, into.set_aside_on = None, ""
    else:
        into.set_aside_until = min(into.set_aside_until, contact.set_aside_until)


def uncombine(contact: Contact, *, by: Agent) -> Contact:
    """They were two after all: both are as before. Raises `SaidSince` where that would be wrong:
    from what was said since another matter can be split off."""
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        if contact.combined_into_id is None or contact.before is None:
            raise NotTwo(_("This matter goes on in no other."))
        into, before = change.contact(contact.combined_into_id), contact.before
        if change.now - (contact.closed_at or change.now) > UNDO or _gone_on(into, before):
            raise SaidSince(
                _("More was done about it since. Split it where the other matter begins.")
            )
        contact.combined_into = contact.before = None
        reopen(contact, change, at=change.now)
        contact.reopened_at = None
        _stand(contact, before["own"])
        _stand(into, before["into"])
        contact.save()
        into.save()
        change.move(list(Entry.objects.filter(pk__in=before["entries"])), to=contact)
        Promise.objects.filter(pk__in=before["promises"]).update(contact=contact)
        change.note_event("uncombined", contact=contact, by=by)
        return contact


def _gone_on(into: Contact, before: dict[str, Any]) -> bool:
    """Said, decided, split off or combined since: as it was then would be wrong by now."""
    said = into.entries.filter(SAID, position__gt=before["position"])
    here = into.entries.filter(pk__in=before["entries"])
    later = Contact.objects.filter(combined_into=into, before__position__gt=before["position"])
    return (
        into.closed_at is not None
        or _standing(into) != before["after"]
        or said.exists()
        or here.count() != len(before["entries"])
        or later.exists()
    )


def _standing(contact: Contact) -> dict[str, Any]:
    """Plain values, as JSON has them."""
    return {name: _plain(getattr(contact, name)) for name in _STANDING}


def _plain(value: datetime | UUID | str | None) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat()
    return None if value is None else str(value)


def _stand(contact: Contact, before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is not None and name in _TIMES:
            setattr(contact, name, datetime.fromisoformat(value))
        else:
            setattr(contact, name, value)
