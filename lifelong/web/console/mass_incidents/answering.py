"""Those who replied to a mass incident, and one answer to all of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.policy import Verb
from lifelong.conversations.models import Contact
from lifelong.knowledge.variables import Variable
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.actions.deciding import answer_all
from lifelong.plays.outreach.models import MassIncident
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear, uuid_in
from lifelong.web.console.mass_incidents.rows import SHOWN, Group, groups

#: what no row tells is not for many at once
VARIABLES = [one for one in Variable if one not in (Variable.AMOUNT, Variable.CODE, Variable.DAY)]


@door("GET", needs=Verb.DECIDE_MASS_INCIDENTS)
def replies(request: ConsoleRequest, mass_id: UUID) -> HttpResponse:
    """`?language=`: who waits for an answer in it, for the live region."""
    found = queries.mass(mass_id, visible_to=request.caller)
    group = _group(request, found, request.GET.get("language", ""))
    return render(request, "console/mass_incidents/replies.html", {"group": group})


@door("POST", needs=Verb.DECIDE_MASS_INCIDENTS, changing=Verb.ANSWER)
def answers(request: ConsoleRequest, mass_id: UUID) -> HttpResponse:
    """{language, text, contact: [id], seen-ID}: the same to all who were on screen. Whoever wrote
    since, or of whom something is not known, is named with the reason and goes on waiting."""
    found = queries.mass(mass_id, visible_to=request.caller)
    language, text = request.POST.get("language", ""), request.POST.get("text", "")
    if not text.strip():
        raise Unclear(_("Write what they shall read."))
    named = _named(request, found)
    asked = len(request.POST.getlist("contact")[:SHOWN])
    answered = answer_all(named, text=text, language=language, by=request.agent)
    names = {one.id: one for one in named}
    context = {
        "mass_id": found.id,
        "variables": VARIABLES,
        "group": _group(request, found, language),
        "done": _done_words(answered.count, asked - len(named)),
        "refused": [(names[key], why) for key, why in answered.refused.items()],
        # kept for those whom it did not reach
        "text": text if answered.refused else "",
    }
    return render(request, "console/mass_incidents/group.html", context)


def _done_words(count: int, gone: int) -> str:
    said = ngettext("%(n)s person is answered.", "%(n)s people are answered.", count) % {"n": count}
    if gone <= 0:
        return said
    others = ngettext(
        "%(n)s was answered by somebody else before.",
        "%(n)s were answered by somebody else before.",
        gone,
    )
    return f"{said} {others % {'n': gone}}"


def _named(request: ConsoleRequest, found: MassIncident) -> dict[Contact, int]:
    """Who was on screen and still waits, each with the last position that was seen."""
    asked = [uuid_in(one) for one in request.POST.getlist("contact")[:SHOWN]]
    if not asked:
        raise Unclear(_("Nobody waits for this answer any more."))
    rows = queries.waiting_replies(found, visible_to=request.caller).filter(pk__in=asked)
    return {one: _seen(request.POST.get(f"seen-{one.id}", "")) for one in rows}


def _seen(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _group(request: ConsoleRequest, found: MassIncident, language: str) -> Group:
    request.caller.must(Verb.READ_TEXT)
    mine = [one for one in groups(found, visible_to=request.caller) if one.language == language]
    if not mine:
        raise Unclear(_("This brand does not speak that language."))
    return mine[0]
