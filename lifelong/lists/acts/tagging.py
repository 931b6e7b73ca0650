"""Putting a tag on the matters of many, and taking it off."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.tagging import tag_within, untag_within
from lifelong.conversations.models import Contact, Tag, Tagging
from lifelong.conversations.tags import tag as one_tag
from lifelong.lib.errors import Refused
from lifelong.lists.acts.act import Act, Before, Person, touched
from lifelong.lists.models import Member


class TaggedSo(Refused):
    code = "tagged-so"


class _Marking(Act):
    """`said`: tag (id). Of matters those that are open, of whom nothing is open the last."""

    disturbs = False

    def read(self) -> None:
        self.tag: Tag = one_tag(UUID(self.said["tag"]), visible_to=self.caller)
        self.last: dict[UUID, Contact] = {}
        self.bearing: set[UUID] = set()

    def prepare(self, people: Collection[Person]) -> None:
        without = [id for one in people if not one.contacts for id in one.ids]
        rows = Contact.objects.filter(conversation__in=without)
        newest = rows.order_by("conversation", "-opened_at").distinct("conversation")
        self.last = {one.conversation_id: one for one in newest}
        ids = [contact.id for one in people for contact in one.contacts]
        ids += [one.id for one in self.last.values()]
        borne = Tagging.objects.filter(contact__in=ids, tag=self.tag)
        self.bearing = set(borne.values_list("contact_id", flat=True))

    def matters(self, one: Person) -> list[Contact]:
        if one.contacts:
            return list(one.contacts)
        last = [self.last[id] for id in one.ids if id in self.last]
        return sorted(last, key=lambda contact: contact.opened_at)[-1:]


class TaggingAll(_Marking):
    def check(self, one: Person) -> None:
        matters = self.matters(one)
        if not matters:
            raise TaggedSo(_("There is no matter yet that could be tagged."))
        if all(contact.id in self.bearing for contact in matters):
            raise TaggedSo(_("It bears this tag already."))

    def do(self, change: Change, one: Person) -> Before:
        return {"contacts": _ids(c for c in self.matters(one) if self._tag(change, c))}

    def _tag(self, change: Change, contact: Contact) -> bool:
        return tag_within(change, contact, self.tag, by=self.by)

    def undo(self, change: Change, member: Member, before: Before) -> None:
        contacts = [change.contact(UUID(one)) for one in before["contacts"]]
        ours = Tagging.objects.filter(contact__in=contacts, tag=self.tag, agent=self.by)
        if ours.count() != len(contacts):
            raise touched()
        for contact in contacts:
            untag_within(change, contact, self.tag)


class Untagging(_Marking):
    def check(self, one: Person) -> None:
        if not any(contact.id in self.bearing for contact in self.matters(one)):
            raise TaggedSo(_("It does not bear this tag."))

    def do(self, change: Change, one: Person) -> Before:
        return {"contacts": _ids(c for c in self.matters(one) if self._untag(change, c))}

    def _untag(self, change: Change, contact: Contact) -> bool:
        return untag_within(change, contact, self.tag)

    def undo(self, change: Change, member: Member, before: Before) -> None:
        for one in before["contacts"]:
            tag_within(change, change.contact(UUID(one)), self.tag, by=self.by)


def _ids(contacts: Iterable[Contact]) -> list[str]:
    return [str(one.id) for one in contacts]
