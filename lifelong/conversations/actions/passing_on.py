"""Handing somebody on: to a colleague, or into another inbox; and taking that back.

A team has no customers of its own: it is reached by an inbox that it answers.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb, caller_for
from lifelong.channels.models import Inbox
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.actions.owning import Taken, change_owner, move_within
from lifelong.conversations.models import Conversation, Entry, EntryKind
from lifelong.lib.errors import Refused


class CannotTake(Refused):
    code = "cannot-take"


class NotAsItWas(Refused):
    """Somebody has done something about them since."""

    code = "not-as-it-was"


@dataclass(frozen=True)
class Passed:
    """That somebody was passed on, and where they were before."""

    conversation_id: UUID
    inbox_id: UUID
    owner_id: UUID | None
    #: of the conversation, when it was done
    revision: int


def pass_on(
    conversation: Conversation,
    *,
    to: Agent | Inbox,
    by: Agent,
    note: str = "",
    out_of: UUID | None = None,
) -> Passed:
    """Give them to `to`, with a note for whoever answers next. A colleague's only by somebody who
    may give work to others, who means the colleague `out_of`: refused when it is another."""
    if isinstance(to, Agent) and not caller_for(to).may(Verb.ANSWER):
        raise CannotTake(_("%(name)s does not answer customers any more.") % {"name": to.name})
    with changing(conversation.id) as change:
        now = change.conversation
        _stop_if_taken(now, by=by, out_of=out_of)
        inbox_id, owner_id = now.inbox_id, now.owner.id if now.owner else None
        if note.strip():
            change.enter(EntryKind.NOTE, contact=change.last_contact(), agent=by, text=note.strip())
        if isinstance(to, Agent):
            change_owner(change, to, by=by)
        else:
            move_within(change, to, by=by)
            change_owner(change, None, by=by)
            # who passes them on is not the one for whom they are held
            now.last_owner, now.last_owned_at = None, None
    return Passed(now.id, inbox_id, owner_id, now.revision)


def _stop_if_taken(conversation: Conversation, *, by: Agent, out_of: UUID | None) -> None:
    owner = conversation.owner
    if owner is None or owner.id == by.id:
        return
    if owner.id != out_of or not caller_for(by).may(Verb.ASSIGN_OTHERS):
        raise Taken(_("%(name)s already has this customer.") % {"name": owner.name})


def take_back(passed: Passed, *, by: Agent) -> None:
    """As if they had not been passed on; refused once somebody else has done something about
    them. The note stays."""
    with changing(passed.conversation_id) as change:
        if since := _done_since(change, passed, by):
            words = _("%(name)s has already seen to them.")
            raise NotAsItWas(words % {"name": since.name})
        move_within(change, Inbox.objects.get(pk=passed.inbox_id), by=by)
        owner = Agent.objects.get(pk=passed.owner_id) if passed.owner_id else None
        change_owner(change, owner, by=by)


def _done_since(change: Change, passed: Passed, by: Agent) -> Agent | None:
    theirs = Entry.objects.filter(
        conversation_id__in=change.conversation_ids,
        revision__gt=passed.revision,
        agent__isnull=False,
    ).exclude(agent=by)
    first = theirs.select_related("agent").order_by("revision").first()
    return first.agent if first else None
