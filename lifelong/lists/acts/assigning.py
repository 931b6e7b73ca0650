"""Giving many to somebody, or back to the queue."""

from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb, caller_for
from lifelong.accounts.queries import colleague
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.actions.passing_on import CannotTake
from lifelong.lib.errors import Refused
from lifelong.lists.acts.act import (
    Act,
    Before,
    NothingOpen,
    Person,
    refuse_if_anothers,
    touched,
    who_answers,
)
from lifelong.lists.models import Member


class TheirsAlready(Refused):
    code = "theirs-already"


class Assigning(Act):
    """`said`: agent (id, "" for nobody). To others, and away from others, only by whoever may
    assign."""

    def read(self) -> None:
        chosen = self.said.get("agent", "")
        self.to: Agent | None = colleague(UUID(chosen), visible_to=self.caller) if chosen else None
        if self.to is not None and not caller_for(self.to).may(Verb.ANSWER):
            raise CannotTake(_("%(name)s does not answer customers.") % {"name": self.to.name})
        if self.to is not None and self.to.id != self.by.id:
            self.caller.must(Verb.ASSIGN_OTHERS)

    def check(self, one: Person) -> None:
        owner_id = one.conversation.owner_id
        if owner_id == (self.to.id if self.to else None):
            raise TheirsAlready(
                _("%(name)s has them already.") % {"name": self.to.name}
                if self.to
                else _("Nobody has them.")
            )
        if not one.contacts:
            raise NothingOpen(_("Nothing is open here."))
        refuse_if_anothers(self, one)

    def do(self, change: Change, one: Person) -> Before:
        owner_id = change.conversation.owner_id
        change_owner(change, self.to, by=self.by)
        return {"owner": str(owner_id) if owner_id else ""}

    def undo(self, change: Change, member: Member, before: Before) -> None:
        if change.conversation.owner_id != (self.to.id if self.to else None):
            raise touched()
        change_owner(change, who_answers(before["owner"]), by=self.by)
