"""One text to many, filled with what is known of each, by the channel that each wrote on."""

from collections.abc import Collection
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.replying import NothingToSay, reply, withdraw
from lifelong.conversations.models import Contact, Entry
from lifelong.conversations.ways import first_of, ways_to_each
from lifelong.knowledge import queries, variables
from lifelong.knowledge.actions.tracing import trace
from lifelong.knowledge.models import Answer
from lifelong.lists.acts.act import Act, Before, NothingOpen, Person, newest_words, refuse_if_unread
from lifelong.lists.filling import Filling, Said
from lifelong.lists.models import Member


class Replying(Act):
    """`bulk.text`, or `said`: answer (id), in the language of each. Every reply is a transaction
    of its own, as if it were written by hand."""

    most = 500
    batch = 1

    def read(self) -> None:
        chosen = self.said.get("answer", "")
        self.answer: Answer | None = (
            queries.answer(UUID(chosen), visible_to=self.caller) if chosen else None
        )
        if self.answer is None:
            if not self.bulk.text.strip():
                raise NothingToSay(_("Write what they shall read."))
            variables.check(self.bulk.text)

    def prepare(self, people: Collection[Person]) -> None:
        self.newest = newest_words(people)
        found = [(contact, one) for one in people if (contact := one.most_urgent) is not None]
        self.ways = ways_to_each([contact for contact, _one in found])
        self.filling = Filling(found, text=self.bulk.text, answer=self.answer, hero=self.by)

    def check(self, one: Person) -> None:
        contact = self._contact(one)
        # by mail the reply itself looks, in chats nobody waits for it
        refuse_if_unread(one, self.newest)
        first_of(self.ways[contact.id]).check()
        self.words(one)

    def words(self, one: Person) -> Said:
        """What this person would read. Raises `NotKnown` where something stays open."""
        return self.filling.said_to(self._contact(one), one)

    def _contact(self, one: Person) -> Contact:
        contact = one.most_urgent
        if contact is None:
            raise NothingOpen(_("Nothing is open here that one could answer."))
        return contact

    def do(self, change: Change, one: Person) -> Before:
        said = self.words(one)
        entry = reply(
            self._contact(one),
            text=said.text,
            by=self.by,
            seen_position=one.seen,
            # whatever is tried again, it is said once
            entry_id=uuid5(self.bulk.id, str(one.conversation.id)),
        )
        if said.text_id:
            trace(entry, texts=[said.text_id])
        return {"entry": str(entry.id)}

    def undo(self, change: Change, member: Member, before: Before) -> None:
        withdraw(Entry.objects.get(pk=before["entry"]), by=self.by)
