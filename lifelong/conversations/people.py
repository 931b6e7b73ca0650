"""Whose conversations are one person's, where customers were joined."""

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
