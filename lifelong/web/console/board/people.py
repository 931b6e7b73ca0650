"""The people whom the board names, each with a way to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lifelong.accounts.policy import Caller
from lifelong.conversations import queries
from lifelong.conversations.queues import SOON
from lifelong.web.console.waiting_rows import name_of


@dataclass(frozen=True)
class Person:
    conversation_id: UUID
    name: str
    #: since when they wait, and until when they shall have an answer
    since: datetime | None
    due_at: datetime | None

    @property
    def soon_at(self) -> datetime | None:
        return self.due_at and self.due_at - SOON


def people(conversation_ids: Iterable[UUID], *, visible_to: Caller) -> dict[UUID, Person]:
    """By conversation, those of them whom the caller sees whole."""
    found = (
        queries.conversations(visible_to=visible_to)
        .filter(pk__in=list(conversation_ids))
        .select_related(None)
        .select_related("customer")
        .prefetch_related("customer__handles", "customer__joined")
    )
    return {one.id: Person(one.id, name_of(one), one.waiting_since, one.due_at) for one in found}
