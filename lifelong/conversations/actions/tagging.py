"""Marking matters with tags, and the tags themselves. One that was used is retired, never
deleted: the past stays readable."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.events import ContactTagged, ContactUntagged
from lifelong.conversations.models import Contact, Tag, Tagging
from lifelong.events.log import record
from lifelong.lib import ids
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

#: more on one matter is no mark any more
MOST = 20


class TagUnfit(Refused):
    code = "tag-unfit"
    status = 422


class TagRetired(Refused):
    code = "tag-retired"


def tag_named(name: str) -> Tag:
    """The tag of that name, made where there is none. Raises `TagUnfit`, `TagRetired`."""
    name = " ".join(name.replace(",", " ").split())
    if not 0 < len(name) <= 40:
        raise TagUnfit(_("A tag is a word or a few, of at most 40 characters."))
    with transaction():
        Tag.objects.bulk_create([Tag(id=ids.new_id(), name=name)], ignore_conflicts=True)
        found = Tag.objects.get(name__iexact=name)
        if not found.is_active:
            raise TagRetired(_("An admin has retired the tag “%(name)s”.") % {"name": found.name})
        return found


def retire_tag(tag: Tag) -> None:
    """Nobody chooses it any more. What bears it keeps it."""
    with transaction():
        Tag.objects.filter(pk=tag.pk).update(is_active=False)


def restore_tag(tag: Tag) -> None:
    with transaction():
        Tag.objects.filter(pk=tag.pk).update(is_active=True)


def put_tag(contact: Contact, *, tag: Tag, by: Agent | None) -> None:
    """The matter bears `tag`. Nothing happens where it does already."""
    with changing(contact.conversation_id) as change:
        tag_within(change, change.contact(contact.id), tag, by=by)


def take_tag_off(contact: Contact, *, tag: Tag) -> None:
    with changing(contact.conversation_id) as change:
        untag_within(change, change.contact(contact.id), tag)


def tag_within(change: Change, contact: Contact, tag: Tag, *, by: Agent | None) -> bool:
    """Within a running change; whether it is new to the matter. Raises `TagUnfit` for too many.

    No line on the timeline: nothing happened with the customer, and they are not active by it.
    """
    borne = set(Tagging.objects.filter(contact=contact).values_list("tag_id", flat=True))
    if tag.id in borne:
        return False
    if len(borne) >= MOST:
        raise TagUnfit(_("This matter bears %(most)s tags already.") % {"most": MOST})
    Tagging.objects.create(contact=contact, tag=tag, agent=by, at=change.now)
    record(
        ContactTagged(
            customer_id=contact.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            tag_id=tag.id,
        )
    )
    return True


def untag_within(change: Change, contact: Contact, tag: Tag) -> bool:
    """Within a running change; whether it bore the tag."""
    gone, _kinds = Tagging.objects.filter(contact=contact, tag=tag).delete()
    if not gone:
        return False
    record(
        ContactUntagged(
            customer_id=contact.customer_id,
            conversation_id=change.conversation.id,
            contact_id=contact.id,
            tag_id=tag.id,
        )
    )
    return True
