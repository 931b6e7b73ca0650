"""Where a contact and its conversation stand. It follows from what happened; nobody sets it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Open")
    PENDING = "pending", _("Pending")
    CLOSED = "closed", _("Closed")


#: most urgent first
URGENCY = (Status.NEW, Status.OPEN, Status.PENDING, Status.CLOSED)
WAITING = (Status.NEW, Status.OPEN)


class Matter(Protocol):
    """What decides about a contact."""

    closed_at: datetime | None
    waiting_since: datetime | None
    due_at: datetime | None
    set_aside_until: datetime | None


def status_of(contact: Matter, *, owned: bool, now: datetime) -> Status:
    if contact.closed_at is not None:
        return Status.CLOSED
    aside = contact.set_aside_until is not None and contact.set_aside_until > now
    if aside or contact.waiting_since is None:
        return Status.PENDING
    return Status.OPEN if owned else Status.NEW


class Standing(NamedTuple):
    """A conversation's status; since when its customer waits and until when they shall have an
    answer (None: they do not wait)."""

    status: Status
    since: datetime | None
    due_at: datetime | None


def standing_of(contacts: Iterable[Matter], *, owned: bool, now: datetime) -> Standing:
    status, since, due_at = Status.CLOSED, None, None
    for contact in contacts:
        one = status_of(contact, owned=owned, now=now)
        if URGENCY.index(one) < URGENCY.index(status):
            status = one
        if one in WAITING and contact.waiting_since is not None:
            since = min(since or contact.waiting_since, contact.waiting_since)
            if contact.due_at is not None:
                due_at = min(due_at or contact.due_at, contact.due_at)
    return Standing(status, since, due_at)
