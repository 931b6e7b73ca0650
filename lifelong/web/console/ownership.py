"""Whose the conversation is, and passing it on; each can be undone for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb
from lifelong.channels.models import Inbox
from lifelong.channels.queries import inboxes
from lifelong.conversations import queries
from lifelong.conversations.actions import owning
from lifelong.conversations.actions.passing_on import Passed, pass_on, take_back
from lifelong.conversations.models import Conversation
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.routing.crew import Member, crew
from lifelong.routing.models import AwayReason
from lifelong.web.console.demo import demo_context
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear, uuid_in
from lifelong.web.console.hints import done, hinting
from lifelong.web.console.waiting_rows import name_of

#: so long it is offered to undo it
UNDO = timedelta(seconds=20)
_SALT = "passed on"


@dataclass(frozen=True)
class Undoable:
    """What was just done, and how it is undone."""

    sentence: str
    #: DELETE
    path: str
    until: datetime


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
    if conversation.owner_id is not None:
        return done(
            conversation.id
        )  # out of a colleague's hands: the queue was not where they were
    sentence = _("%(name)s is with you.") % {"name": name_of(conversation)}
    return _undoable(request, conversation, sentence, path=_path("ownership", conversation.id))


@door("GET", "POST", needs=Verb.ANSWER)
def passing_on(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """GET: to whom. POST: `to` "hero UUID" or "inbox UUID", `note`, and `from`: the colleague who
    is seen to have them."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    if request.method == "GET":
        return render(request, "console/passing_on.html", _choices(request, conversation))
    to = _meant(request.POST.get("to", ""))
    passed = pass_on(
        conversation,
        to=to,
        by=request.agent,
        note=request.POST.get("note", ""),
        out_of=uuid_in(request.POST.get("from", "")),
    )
    said = {"name": name_of(conversation), "to": to.name}
    if isinstance(to, Agent):
        sentence = _("%(name)s is with %(to)s now.") % said
    else:
        sentence = _("%(name)s waits in %(to)s now.") % said
    return _undoable(
        request, conversation, sentence, path=_path("passing", _signed(passed, request.agent.id))
    )


@door("DELETE", needs=Verb.ANSWER)
def passing(request: ConsoleRequest, signed: str) -> HttpResponse:
    """It was a mistake. Who passed them on may no longer see them: the signature says who did."""
    try:
        agent_id, *said = signing.loads(signed, salt=_SALT, max_age=5 * UNDO)
    except signing.BadSignature as error:
        raise NotFound(_("This can be undone no more.")) from error
    if agent_id != str(request.agent.id):
        raise NotFound(_("This can be undone no more."))
    conversation_id, inbox_id, owner_id, revision = said
    owner = UUID(owner_id) if owner_id else None
    take_back(Passed(UUID(conversation_id), UUID(inbox_id), owner, revision), by=request.agent)
    return done(UUID(conversation_id))


def _signed(passed: Passed, agent_id: UUID) -> str:
    ids = [agent_id, passed.conversation_id, passed.inbox_id, passed.owner_id]
    said = [str(one) if one else "" for one in ids]
    return signing.dumps([*said, passed.revision], salt=_SALT)


def _meant(text: str) -> Agent | Inbox:
    kind, _blank, said = text.partition(" ")
    found: Agent | Inbox | None = None
    if kind == "hero":
        found = Agent.objects.filter(pk=uuid_in(said)).first()
    elif kind == "inbox":
        found = Inbox.objects.filter(pk=uuid_in(said)).first()
    if found is None:
        raise Unclear(_("Choose to whom."))
    return found


@dataclass(frozen=True)
class _Recipient:
    value: str
    name: str
    #: whether they are there, or which teams answer
    words: str
    on: bool = False


def _choices(request: ConsoleRequest, conversation: Conversation) -> dict[str, Any]:
    """Variables of passing_on.html."""
    but = {request.agent.id, conversation.owner_id}
    others = [one for one in crew(visible_to=request.caller) if one.agent_id not in but]
    places = inboxes(visible_to=request.caller).exclude(pk=conversation.inbox_id)
    return {
        "conversation": conversation,
        "customer_name": name_of(conversation),
        "heroes": [
            _Recipient(f"hero {one.agent_id}", one.name, _presence(one), one.is_on and not one.away)
            for one in others
        ],
        "inboxes": [
            _Recipient(
                f"inbox {one.id}", one.name, ", ".join(team.name for team in one.teams.all())
            )
            for one in places.prefetch_related("teams")
        ],
    }


def _presence(one: Member) -> str:
    if not one.is_on:
        return _("not at work")
    return _("away: %(why)s") % {"why": AwayReason(one.away).label} if one.away else _("at work")


def _undoable(
    request: ConsoleRequest, conversation: Conversation, sentence: str, *, path: str
) -> HttpResponse:
    """What was done stands at the foot of the screen, with a way back. Where the person on screen
    is none of the hero's any more, nobody is."""
    left = _is_on_screen(request, conversation) and not _sees(request, conversation)
    undoable = Undoable(sentence, path, clock.now() + UNDO)
    context: dict[str, Any] = {"undoable": undoable, "left": left, "conversation": None}
    if left:
        context |= demo_context(request.caller)
    response = hinting(render(request, "console/undoable.html", context), conversation.id)
    response["HX-Retarget"], response["HX-Reswap"] = "#undoable", "innerHTML"
    if left:
        response["HX-Push-Url"] = "/"
    return response


def _path(name: str, *args: object) -> str:
    return reverse(f"console:{name}", args=args)


def _is_on_screen(request: ConsoleRequest, conversation: Conversation) -> bool:
    shown = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return shown == _path("person", conversation.id)


def _sees(request: ConsoleRequest, conversation: Conversation) -> bool:
    return queries.conversations(visible_to=request.caller).filter(pk=conversation.pk).exists()


def _left(request: ConsoleRequest, conversation: Conversation) -> HttpResponse:
    """Whoever no longer sees the conversation goes back to who waits."""
    response = done(conversation.id)
    if not _sees(request, conversation):
        response["HX-Redirect"] = "/"
    return response
