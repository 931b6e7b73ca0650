"""Closing every open matter of many."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.closing import (
    Closing,
    StillWaiting,
    close_within,
    refuse_closing,
    save_closed,
)
from lifelong.conversations.actions.owning import change_owner
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.models import Contact, Promise, Resolution
from lifelong.conversations.queries import topic
from lifelong.lists.acts.act import (
    Act,
    Before,
    NothingOpen,
    Person,
    newest_words,
    refuse_if_unread,
    touched,
    who_answers,
)
from lifelong.lists.models import Member

_MOMENTS = ("waiting_since", "due_at", "set_aside_until", "confirmed_at")
_PLAIN = ("set_aside_on", "confirmed")


class ClosingAll(Act):
    """`said`: topic (id, "" for each matter's own), resolution, reason. A promise is a person's
    word: where one is open nothing is closed, whatever the reason."""

    def read(self) -> None:
        chosen = self.said.get("topic", "")
        self.closing = Closing(
            topic(UUID(chosen), visible_to=self.caller) if chosen else None,
            Resolution(self.said.get("resolution") or Resolution.SOLVED),
            self.said.get("reason", ""),
        )
        self.promised: set[UUID] = set()
        self.newest: dict[UUID, int] = {}
        self.closed: list[Contact] = []

    def prepare(self, people: Collection[Person]) -> None:
        ids = [contact.id for one in people for contact in one.contacts]
        rows = Promise.objects.filter(contact__in=ids, settled_at=None)
        self.promised = set(rows.values_list("contact_id", flat=True))
        self.newest = newest_words(people)

    def check(self, one: Person) -> None:
        if not one.contacts:
            raise NothingOpen(_("Nothing is open here: it is closed already."))
        refuse_if_unread(one, self.newest)
        for contact in one.contacts:
            if contact.id in self.promised:
                raise StillWaiting(_("A promise is still open."))
            refuse_closing(contact, self.closing, promised=False)

    def do(self, change: Change, one: Person) -> Before:
        owner_id = change.conversation.owner_id
        before = {str(contact.id): _standing(contact) for contact in one.contacts}
        for contact in one.contacts:
            close_within(change, contact, self.closing, by=self.by, save=False)
        self.closed += one.contacts
        return {
            "owner": str(owner_id) if owner_id else "",
            "closed_at": change.now.isoformat(),
            "contacts": before,
        }

    def write(self) -> None:
        save_closed(self.closed)

    def undo(self, change: Change, member: Member, before: Before) -> None:
        contacts = [change.contact(UUID(one)) for one in before["contacts"]]
        closed_at = datetime.fromisoformat(before["closed_at"])
        if any(one.closed_at != closed_at for one in contacts):
            raise touched()
        if change.conversation.owner_id is not None:
            raise touched()
        for contact in contacts:
            _stand_again(change, contact, before["contacts"][str(contact.id)], by=self.by)
        if owner := who_answers(before["owner"]):
            change_owner(change, owner, by=self.by)


def _standing(contact: Contact) -> dict[str, Any]:
    moments = {name: getattr(contact, name) for name in _MOMENTS}
    return {
        **{name: at.isoformat() if at else None for name, at in moments.items()},
        **{name: getattr(contact, name) for name in _PLAIN},
        "topic": str(contact.topic_id) if contact.topic_id else None,
    }


def _stand_again(change: Change, contact: Contact, before: dict[str, Any], *, by: Agent) -> None:
    reopen(contact, change, at=change.now)
    for name in _MOMENTS:
        setattr(contact, name, datetime.fromisoformat(before[name]) if before[name] else None)
    for name in _PLAIN:
        setattr(contact, name, before[name])
    contact.topic_id = UUID(before["topic"]) if before["topic"] else None
    contact.save()
    change.note_event("reopened", contact=contact, by=by)
