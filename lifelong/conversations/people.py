"""Whose conversations are one person's, where customers were joined."""

from collections.abc import Collection
from uuid import UUID

from lifelong.conversations.models import Conversation


def homes_of(conversation: Conversation) -> dict[UUID, UUID]:
    """The conversation of each customer who is this person, that of the lead first.

    `conversation`: the one that leads. No query where nobody was ever joined to it.
    """
    homes = {conversation.customer_id: conversation.id}
    if conversation.joined_revision:
        homes |= dict(conversation.joined.order_by("id").values_list("customer_id", "id"))
    return homes


def ids_of(conversation: Conversation) -> list[UUID]:
    """The ids of those conversations, the lead's first."""
    return list(homes_of(conversation).values())


def ids_of_each(leads: Collection[Conversation]) -> dict[UUID, list[UUID]]:
    """The same of many, by the conversation that leads: one query, none where nobody was joined."""
    found = {one.id: [one.id] for one in leads}
    if together := [one.id for one in leads if one.joined_revision]:
        joined = Conversation.objects.filter(lead__in=together).order_by("id")
        for id, lead_id in joined.values_list("id", "lead_id"):
            found[lead_id].append(id)
    return found
