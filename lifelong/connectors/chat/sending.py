"""An answer goes out: from now on the visitor's widget may read it."""

from uuid import UUID

from lifelong.channels.models import Endpoint
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.people import homes_of
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish


def lay_out(entry: Entry, endpoint: Endpoint) -> str:
    """It lies there since it is being sent; the widget is told, and says when it has arrived."""
    tell_visitor(entry.conversation_id)
    return ""


def tell_visitor(conversation_id: UUID) -> None:
    """Have this customer's open widgets look again."""
    with transaction():
        conversation = Conversation.objects.select_related("lead").get(pk=conversation_id)
        lead = conversation.lead or conversation
        publish(f"chat/{lead.id}", audience=[f"customer:{one}" for one in homes_of(lead)])
