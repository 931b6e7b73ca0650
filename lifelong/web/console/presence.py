"""Who else looks at a conversation, and who writes; the visitor at the other end too."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.connectors.chat.visitors import first_name, visit_to
from lifelong.conversations import queries
from lifelong.conversations.actions import viewing
from lifelong.conversations.models import Conversation
from lifelong.lib import clock
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import json_in


@dataclass(frozen=True)
class Other:
    name: str
    typing: bool


def others_here(conversation: Conversation, agent_id: UUID) -> list[Other]:
    """Colleagues who look at the conversation now."""
    at = clock.now()
    return [
        Other(one.agent.name, bool(one.typing_at and at - one.typing_at < viewing.TYPING))
        for one in queries.viewers(conversation, but=agent_id)
    ]


@door("GET", "PUT", "DELETE", needs=Verb.READ_TEXT, unattended="PUT")
def presence(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """GET: who else is here. PUT {typing, position}: I am, and who else. DELETE: I have left."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if request.method == "DELETE":
        viewing.leave(conversation, by=request.agent)
        return HttpResponse(status=204)
    if request.method == "PUT":
        said = json_in(request)
        viewing.view(
            conversation,
            by=request.agent,
            typing=bool(said.get("typing")),
            position=_position(said.get("position"), at_most=conversation.position),
        )
    context = presence_context(conversation, request.agent.id)
    return render(request, "console/presence.html", context)


def presence_context(conversation: Conversation, agent_id: UUID) -> dict[str, Any]:
    """Variables of presence.html."""
    return {
        "others": others_here(conversation, agent_id),
        "visit": visit_to(conversation),
        "visitor": first_name(conversation.customer.name) or _("The visitor"),
    }


def _position(said: object, *, at_most: int) -> int:
    return min(said, at_most) if isinstance(said, int) and said > 0 else 0
