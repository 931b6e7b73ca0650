"""The main screen: who waits, the conversation with one person, who that is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation
from lifelong.web.console import timeline
from lifelong.web.console.composer import composer_context
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.first_steps.known import are_shown, come_first
from lifelong.web.console.frame import first_place, frame
from lifelong.web.console.presence import presence_context
from lifelong.web.console.waiting import waiting_context
from lifelong.web.console.who import who_context

#: of a session: whoever it is has been led to the first steps
_LED = "led-to-first-steps"


@door("GET", needs=None)
def desk(request: ConsoleRequest) -> HttpResponse:
    """Who waits; for those who read no conversations, the first place that is theirs. Who sets
    the installation up is led to its first steps instead, once in each session."""
    if _begins_with_first_steps(request):
        return redirect("/settings/first-steps")
    if not request.caller.may(Verb.READ_TEXT):
        return redirect(first_place(request))
    context = frame(request, "people") | waiting_context(request) | {"conversation": None}
    context["first_steps"] = are_shown(request.caller)
    return render(request, "console/desk.html", context)


def _begins_with_first_steps(request: ConsoleRequest) -> bool:
    if _LED in request.session or not come_first(request.caller):
        return False
    request.session[_LED] = True
    return True


@door("GET", needs=Verb.READ_TEXT)
def person(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The whole screen, or for a click in the list only the two columns about one person."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    context = person_context(request, conversation)
    if request.headers.get("HX-Request") == "true":
        return shown_as(conversation, render(request, "console/person.html", context))
    if conversation.id != conversation_id:
        return redirect("console:person", conversation.id)
    context |= frame(request, "people") | waiting_context(request)
    return render(request, "console/desk.html", context)


def shown_as(conversation: Conversation, response: HttpResponse) -> HttpResponse:
    """Under the address of the one who leads, whomever of them was asked for."""
    response["HX-Push-Url"] = reverse("console:person", args=[conversation.id])
    return response


def person_context(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    return (
        timeline.first_page(request, conversation)
        | who_context(request, conversation)
        | composer_context(request, conversation)
        | presence_context(conversation, request.agent.id)
    )
