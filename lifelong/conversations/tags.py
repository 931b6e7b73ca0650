"""Reads of tags, and of what bears them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations.models import Tag, Tagging
from lifelong.lib.errors import NotFound


def tags(*, visible_to: Caller) -> QuerySet[Tag]:
    """All of them by name, those that are retired too."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return Tag.objects.order_by(Lower("name"), "id")


def tag(tag_id: UUID, *, visible_to: Caller) -> Tag:
    found = tags(visible_to=visible_to).filter(pk=tag_id).first()
    if found is None:
        raise NotFound(_("There is no such tag."))
    return found


def tags_of(contact_ids: Collection[UUID]) -> dict[UUID, list[Tag]]:
    """What each of these matters bears, as it was put on."""
    found: dict[UUID, list[Tag]] = {}
    rows = Tagging.objects.filter(contact__in=contact_ids).select_related("tag")
    for one in rows.order_by("at", "id"):
        found.setdefault(one.contact_id, []).append(one.tag)
    return found
