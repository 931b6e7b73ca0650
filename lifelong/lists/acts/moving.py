"""Putting many into another inbox."""

from django.utils.translation import gettext as _

from lifelong.channels.models import Inbox
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.owning import change_owner, move_within
from lifelong.lib.errors import NotFound, Refused
from lifelong.lists.acts.act import Act, Before, Person, refuse_if_anothers, touched, who_answers
from lifelong.lists.models import Member


class ThereAlready(Refused):
    code = "there-already"


class Moving(Act):
    """`said`: inbox (id)."""

    def read(self) -> None:
        found = Inbox.objects.select_related("brand").filter(pk=self.said["inbox"]).first()
        if found is None:
            raise NotFound(_("Choose an inbox."))
        self.to = found

    def check(self, one: Person) -> None:
        if one.conversation.inbox_id == self.to.id:
            raise ThereAlready(_("They are in this inbox already."))
        refuse_if_anothers(self, one)

    def do(self, change: Change, one: Person) -> Before:
        owner_id, inbox_id = change.conversation.owner_id, change.conversation.inbox_id
        move_within(change, self.to, by=self.by)
        return {"inbox": str(inbox_id), "owner": str(owner_id) if owner_id else ""}

    def undo(self, change: Change, member: Member, before: Before) -> None:
        conversation = change.conversation
        owner_id = str(conversation.owner_id) if conversation.owner_id else ""
        if conversation.inbox_id != self.to.id or owner_id not in ("", before["owner"]):
            raise touched()
        move_within(change, Inbox.objects.get(pk=before["inbox"]), by=self.by)
        if before["owner"] and not owner_id:
            change_owner(change, who_answers(before["owner"]), by=self.by)
