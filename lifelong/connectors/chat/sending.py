"""An answer goes out: from now on the visitor's widget may read it."""

from uuid import UUID

from lifelong.conversations.actions.sending import accepted, begin_try
from lifelong.conversations.models import Conversation
from lifelong.conversations.people import homes_of
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish


def lay_out(entry_id: UUID) -> None:
    """Nothing outside is asked, so one try is enough. The widget says when it has arrived."""
    with transaction():
        entry = begin_try(entry_id)
        if entry is not None:
            accepted(entry.id)
            tell_visitor(entry.conversation_id)


def tell_visitor(conversation_id: UUID) -> None:
    """Have this customer's open widgets look again."""
    conversation = Conversation.objects.select_related("lead").get(pk=conversation_id)
    lead = conversation.lead or conversation
    publish(f"chat/{lead.id}", audience=[f"customer:{one}" for one in homes_of(lead)])
