"""What every act on many has: it looks, does, and takes back, one person at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb, caller_for
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.owning import Taken
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind
from lifelong.lib.errors import Refused
from lifelong.lists.models import Bulk, Member

Before = dict[str, Any]


class LiveWithColleague(Refused):
    code = "live-with-colleague"


class NothingOpen(Refused):
    code = "nothing-open"


class Unread(Refused):
    code = "unread"


class Touched(Refused):
    """Somebody has gone on with it, so that it is not undone."""

    code = "touched"


@dataclass(frozen=True)
class Person:
    """One conversation as an act finds it: foreseen, or under its lock."""

    conversation: Conversation
    #: of all who are this person
    ids: Sequence[UUID]
    #: what is open
    contacts: Sequence[Contact]
    #: the last position that was seen when they were chosen
    seen: int
    now: datetime

    @property
    def most_urgent(self) -> Contact | None:
        """Whoever waits longest, else the newest that is open."""
        waiting = [one for one in self.contacts if one.waiting_since]
        if waiting:
            return min(waiting, key=lambda one: one.waiting_since or self.now)
        return max(self.contacts, key=lambda one: one.opened_at, default=None)


class Act:
    """One bulk's act. `check` raises `Refused` before anything is done, so that what raises has
    changed nothing."""

    #: so many at once
    most: ClassVar[int] = 5000
    #: so many are done in one transaction
    batch: ClassVar[int] = 100
    #: a colleague's live exchange stands in the way
    disturbs: ClassVar[bool] = True

    def __init__(self, bulk: Bulk) -> None:
        self.bulk, self.by, self.said = bulk, bulk.agent, bulk.said
        self.caller = caller_for(bulk.agent)
        self.read()

    def read(self) -> None:
        """Load what it names. Raises `Refused`."""

    def prepare(self, people: Collection[Person]) -> None:
        """Ask together what `check` wants to know of each."""

    def check(self, one: Person) -> None:
        """Raises `Refused` where it is not for them."""

    def do(self, change: Change, one: Person) -> Before:
        """After `check`; how it stood before, as ids and times."""
        raise NotImplementedError

    def write(self) -> None:
        """What `do` has put off until all of a batch are done."""

    def undo(self, change: Change, member: Member, before: Before) -> None:
        """Raises `Touched` before anything is changed."""
        raise NotImplementedError

    def refuse_if_live(self, one: Person) -> None:
        owner_id, until = one.conversation.owner_id, one.conversation.live_until
        if not self.disturbs or owner_id in (None, self.by.id) or until is None or until <= one.now:
            return
        owner = one.conversation.owner
        assert owner is not None
        raise LiveWithColleague(
            _("%(name)s is talking with them right now.") % {"name": owner.name}
        )


def newest_words(people: Collection[Person]) -> dict[UUID, int]:
    """By conversation, the position of what the customer wrote last since they were chosen."""
    since = min((one.seen for one in people), default=0)
    rows = Entry.objects.filter(
        conversation__in=[id for one in people for id in one.ids],
        position__gt=since,
        kind=EntryKind.MESSAGE_IN,
    )
    newest = rows.values_list("conversation_id").annotate(newest=Max("position"))
    return dict(newest.order_by())


def refuse_if_unread(one: Person, newest: Mapping[UUID, int]) -> None:
    if any(newest.get(id, 0) > one.seen for id in one.ids):
        raise Unread(_("They have written since. Read it first."))


def refuse_if_anothers(act: Act, one: Person) -> None:
    """A colleague's customer is taken from them only by whoever may give work to others."""
    owner = one.conversation.owner
    if owner is None or owner.id == act.by.id or act.caller.may(Verb.ASSIGN_OTHERS):
        return
    raise Taken(_("%(name)s already has this customer.") % {"name": owner.name})


def who_answers(agent_id: str) -> Agent | None:
    """Them, where they still answer customers."""
    found = Agent.objects.filter(pk=agent_id).first() if agent_id else None
    return found if found and caller_for(found).may(Verb.ANSWER) else None


def touched() -> Touched:
    return Touched(_("Somebody has gone on with it since."))
