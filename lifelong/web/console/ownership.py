"""Whose the conversation is, and in which inbox it stands."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Inbox
from lifelong.conversations import queries
from lifelong.conversations.actions import owning
from lifelong.conversations.models import Conversation
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear, uuid_in
from lifelong.web.console.hints import done


@door("POST", "DELETE", needs=Verb.ANSWER)
def ownership(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """POST: it is mine; with `from`, no longer that colleague's. DELETE: back to the queue."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if request.method == "DELETE":
        if conversation.owner_id not in (None, request.agent.id):
            request.caller.must(Verb.ASSIGN_OTHERS)
        owning.release(conversation, by=request.agent)
        return _left(request, conversation)
    owning.take(conversation, by=request.agent, out_of=uuid_in(request.POST.get("from", "")))
    return done(conversation.id)


@door("POST", needs=Verb.ANSWER)
def inbox(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """It belongs into another inbox."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    to = Inbox.objects.filter(pk=uuid_in(request.POST.get("inbox", ""))).first()
    if to is None:
        raise Unclear(_("Choose an inbox."))
    owning.move(conversation, to=to, by=request.agent)
    return _left(request, conversation)


def _left(request: ConsoleRequest, conversation: Conversation) -> HttpResponse:
    """Whoever no longer sees the conversation goes back to who waits."""
    response = done(conversation.id)
    if not queries.conversations(visible_to=request.caller).filter(pk=conversation.pk).exists():
        response["HX-Redirect"] = "/"
    return response
