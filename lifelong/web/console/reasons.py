"""Why somebody is where they are, in one sentence: fetched when a hero asks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.lists import format_list
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.standing import Status
from lifelong.lib import clock
from lifelong.routing.matching import Hold
from lifelong.routing.reasons import Clock, Handed, Line, Reason, reason_of
from lifelong.routing.saying import because
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.look.words import locale, when


@dataclass(frozen=True)
class ClockRow:
    since: datetime
    due_at: datetime
    #: of the target, in percent
    used: int

    @property
    def tone(self) -> str:
        return "late" if self.used >= 100 else "soon" if self.used >= 50 else ""


@door("GET", needs=Verb.READ_TEXT)
def reason(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """How long they wait, and why with whom they do."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    found = reason_of(conversation, visible_to=request.caller)
    context = {"sentence": sentence_of(found), "clock": _clock(found.clock)}
    return render(request, "console/reason.html", context)


def _clock(said: Clock | None) -> ClockRow | None:
    return ClockRow(said.since, said.due_at, int(said.used * 100)) if said else None


def _listed(names: list[str]) -> str:
    return format_list(names, locale=locale())


def sentence_of(reason: Reason) -> str:
    """Why somebody is where they are: "Number 3 of 12 in Support; Ida and Mia have no room." """
    if reason.line is not None:
        return _in_line(reason, reason.line)
    if reason.rings_at:
        return _("Rings at %(name)s.") % {"name": reason.rings_at}
    if reason.match is not None:
        said = {"name": reason.owner, "why": because(reason.match, agent_name=reason.owner)}
        return _("Brought to %(name)s: %(why)s.") % said
    if reason.handed is not None:
        return _handed(reason, reason.handed)
    if reason.owner and reason.status == Status.OPEN:
        return _("%(name)s has them.") % {"name": reason.owner}
    return _pending(reason)


def _in_line(reason: Reason, line: Line) -> str:
    said = {"place": line.place, "of": line.of, "inbox": reason.inbox, "hold": _hold(line)}
    if reason.promised and reason.promised <= clock.now():
        return (
            _("A promise to them is due. Number %(place)s of %(of)s in %(inbox)s; %(hold)s.") % said
        )
    if line.of == 1:
        return _("The only one who waits in %(inbox)s; %(hold)s.") % said
    if line.place == 1:
        return _("First of %(of)s in %(inbox)s, since theirs is due next; %(hold)s.") % said
    return _("Number %(place)s of %(of)s in %(inbox)s, by what is due; %(hold)s.") % said


def _hold(line: Line) -> str:
    said = {"names": _listed(line.names), "when": line.until and when(line.until)}
    if line.hold is Hold.NOBODY:
        if line.opens_at:
            return _("nobody is at work, and it opens %(when)s") % {"when": when(line.opens_at)}
        return _("nobody who answers there is at work")
    if line.hold is Hold.HELD:
        return _("held for %(names)s, who served them last and has no room, until %(when)s") % said
    if line.hold is Hold.KEPT and line.until:
        return _("kept for %(names)s, who may give what keeps them, until %(when)s") % said
    return {
        Hold.KEPT: _("kept for %(names)s, who may give what keeps them"),
        Hold.FULL: _("%(names)s have no room"),
        Hold.RESTING: _("%(names)s let them pass a moment ago"),
        Hold.NOTHING: _("%(names)s has room and is next"),
    }[line.hold] % said


def _handed(reason: Reason, handed: Handed) -> str:
    said = {"name": reason.owner, "by": handed.by, "when": when(handed.at)}
    if handed.by:
        return _("%(by)s passed them on to %(name)s, %(when)s.") % said
    return _("%(name)s took them, %(when)s.") % said


def _pending(reason: Reason) -> str:
    aside = reason.aside
    if aside is not None and aside.set_aside_until is not None:
        on = aside.get_set_aside_on_display()
        return _("Set aside until %(when)s, waiting for %(on)s.") % {
            "when": when(aside.set_aside_until),
            "on": on,
        }
    if reason.promised:
        return _("Answered; we promised them something by %(when)s.") % {
            "when": when(reason.promised)
        }
    if reason.status == Status.PENDING:
        return _("Answered: it is their turn.")
    return _("They need nothing from us now.")
