"""What wants me and I have not looked at: for the title of the tab, and told where it is not on
screen."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation
from lifelong.cues.models import Why
from lifelong.cues.queries import Cue, cues_of, words_of
from lifelong.lib.statements import Statement, among
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.offers import sound_of
from lifelong.web.console.waiting_rows import name_of

_PEOPLE = Statement(
    lambda: Conversation.objects.filter(among("id", "ids")).select_related("customer")
)


@dataclass(frozen=True)
class CueRow:
    id: UUID
    conversation_id: UUID
    href: str
    #: of the customer
    name: str
    words: str
    #: the customer themselves: heard, where messages are
    wrote: bool


@door("GET", needs=Verb.READ_TEXT)
def cues(request: ConsoleRequest) -> HttpResponse:
    """The list, for the live region."""
    found = cues_of(request.agent, visible_to=request.caller)
    sounds = sound_of(request) == "all"
    return render(request, "console/cues.html", {"cues": _rows(found), "sounds": sounds})


def _rows(found: list[Cue]) -> list[CueRow]:
    if not found:
        return []
    ids = [one.conversation_id for one in found]
    people = {one.id: one for one in _PEOPLE.rows(ids=ids)}
    # how somebody wrote is asked only where nobody knows what they are called
    nameless = [one for one in people.values() if not one.customer.name]
    prefetch_related_objects(nameless, "customer__handles", "customer__joined")
    last = queries.last_messages(nameless)
    return [
        CueRow(
            id=one.id,
            conversation_id=one.conversation_id,
            href=_where(one),
            name=name_of(people[one.conversation_id], last.get(one.conversation_id)),
            words=words_of(one.why, by=one.by),
            wrote=one.why is Why.WROTE,
        )
        for one in found
    ]


def _where(cue: Cue) -> str:
    """A note may lie far back; what waits is what one sees first."""
    path = f"/people/{cue.conversation_id}"
    return f"{path}?entry={cue.id}" if cue.why is Why.NAMED else path
