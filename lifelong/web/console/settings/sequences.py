"""Follow-ups: what is said after a closing, to whom, and what becomes of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand
from lifelong.conversations.models import Contact
from lifelong.lib import clock
from lifelong.plays.actions.switching import switch
from lifelong.plays.follow_up import queries
from lifelong.plays.follow_up.looking_back import MOST, RECENT, Would, closed_in, shown
from lifelong.plays.follow_up.looking_back import last_week as looked_back
from lifelong.plays.follow_up.models import Sequence, Step, StepKind
from lifelong.plays.follow_up.queries import Became
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.sequence_forms import (
    NEW,
    NEW_STEPS,
    SequenceForm,
    StepForms,
    Steps,
    initial,
    initial_steps,
)

AT = "settings/follow-ups"
NOTHING = Became(begun=0, reached=0, confirmed=0, came_back=0, thanked=0, held=0)


@dataclass(frozen=True)
class SequenceRow:
    id: UUID
    name: str
    brand: str
    is_on: bool
    #: after which closings, and what it does, in words
    about: str
    does: str
    became: Became


@dataclass(frozen=True)
class WouldRow:
    customer_id: UUID
    name: str
    topic: str
    closed_at: datetime
    #: when it would have been due; why it would not, "" where it would
    due_at: datetime
    why: str
    held: bool


@dataclass(frozen=True)
class ShownRow:
    what: str
    after: str
    subject: str
    #: "": nothing would be said
    text: str


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def sequences(request: ConsoleRequest) -> HttpResponse:
    """GET: all of them. POST: a new one."""
    if request.method != "POST":
        became = queries.became(now=clock.now())
        rows = [_row(one, became.get(one.pk, NOTHING)) for one in queries.sequences()]
        brands = len({row.brand for row in rows}) > 1
        title = _("Follow-ups")
        return page(
            request, AT, "settings/sequences", title=title, sequences=rows, several_brands=brands
        )
    form, steps = _forms(request, None)
    if not _are_understood(form, steps):
        return _new(request, form, steps, status=422)
    made = form.write(steps.doings(form.currency), by=request.agent)
    done = _("Saved. It is off until you switch it on.")
    return moved_to(_sequence(request, made.pk, done=done), f"/settings/follow-ups/{made.pk}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_sequence(request: ConsoleRequest) -> HttpResponse:
    return _new(request, SequenceForm(initial=NEW), StepForms(initial=NEW_STEPS))


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def sequence(request: ConsoleRequest, sequence_id: UUID) -> HttpResponse:
    """GET: one, and what became of it. POST: change it."""
    found = queries.sequence(sequence_id, visible_to=request.caller)
    if request.method != "POST":
        return _sequence(request, sequence_id)
    form, steps = _forms(request, found)
    if not _are_understood(form, steps):
        return _sequence(request, sequence_id, status=422, form=form, steps=steps)
    form.change(found, steps.doings(form.currency), by=request.agent)
    return _sequence(request, sequence_id, done=_("Saved. It holds from now on."))


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def running(request: ConsoleRequest, sequence_id: UUID) -> HttpResponse:
    """POST: switch it on. DELETE: off."""
    found = queries.sequence(sequence_id, visible_to=request.caller)
    switch(found.play, on=request.method == "POST", by=request.agent)
    done = _("It is on: matters closed from now on are followed.")
    if request.method != "POST":
        done = _("It is off. What it planned waits, a week at most.")
    return _sequence(request, sequence_id, done=done)


@door("GET", needs=Verb.SEE_SETTINGS)
def last_week(request: ConsoleRequest, sequence_id: UUID) -> HttpResponse:
    """Who would have got it, as it is saved."""
    found = queries.sequence(sequence_id, visible_to=request.caller)
    looked = looked_back(found)
    why = Counter(str(one.unfit.label) for one in looked if one.unfit is not None)
    context = {
        "would": [_would_row(one) for one in looked if one.unfit is None],
        "would_not": [_would_row(one) for one in looked if one.unfit is not None],
        "reasons": why.most_common(),
        "newest": MOST if len(looked) == MOST else 0,
    }
    return render(request, "console/settings/sequence_last_week.html", context)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def preview(request: ConsoleRequest) -> HttpResponse:
    """What the steps say of `contact`, as they stand in the form."""
    found = queries.sequences().filter(pk=uuid_in(request.GET.get("of", ""))).first()
    form, steps = _forms(request, found)
    context: dict[str, Any] = {"rows": [], "trouble": ""}
    if not _are_understood(form, steps):
        context["trouble"] = _("Some field is not understood yet.")
    else:
        brand = form.shop
        chosen = closed_in(brand).filter(pk=uuid_in(request.POST.get("contact", ""))).first()
        contact = chosen or closed_in(brand).first()
        if contact is not None:
            context["rows"] = _shown(request, form, steps, contact)
    return render(request, "console/settings/sequence_preview.html", context)


def _forms(request: ConsoleRequest, found: Sequence | None) -> tuple[SequenceForm, Steps]:
    """What was typed; `found`: of which sequence, None: of a new one."""
    steps = StepForms(request.POST, form_kwargs={"sequence": found})
    return SequenceForm(request.POST, sequence=found), steps


def _are_understood(form: SequenceForm, steps: Steps) -> bool:
    return form.is_valid() and steps.is_valid() and steps.fit(form.currency)


def _shown(
    request: ConsoleRequest, form: SequenceForm, steps: Steps, contact: Contact
) -> list[ShownRow]:
    doings = steps.doings(form.currency)
    drafted = [
        Step(
            place=place,
            kind=one.kind,
            delay_minutes=one.delay_minutes,
            answer=one.answer,
            gives=one.gives or "",
            amount=one.amount,
            percent=one.percent,
        )
        for place, one in enumerate(doings)
    ]
    said = shown(form.shop, drafted, contact, currency=form.currency)
    # a subject is the customer's own words
    reads = request.caller.may(Verb.READ_TEXT)
    hidden = _("Re: their subject") if contact.subject else ""
    return [
        ShownRow(
            what=str(StepKind(one.step.kind).label),
            after=_after(one.step),
            subject=(one.words.subject if reads or not hidden else hidden) if one.words else "",
            text=one.words.text if one.words else "",
        )
        for one in said
    ]


def _new(
    request: ConsoleRequest, form: SequenceForm, steps: Steps, status: int = 200
) -> HttpResponse:
    context = {"form": form, "steps": steps, "sequence": None, **_recent(None)}
    title = _("Set up a follow-up")
    return page(request, AT, "settings/new_sequence", title=title, status=status, **context)


def _sequence(
    request: ConsoleRequest, sequence_id: UUID, *, status: int = 200, **changes: Any
) -> HttpResponse:
    found = queries.sequence(sequence_id, visible_to=request.caller)
    play = found.play
    currency = play.level.currency if play.level else play.brand.currency
    became = queries.became(now=clock.now()).get(found.pk, NOTHING)
    context = {
        "sequence": _row(found, became),
        "halted": play.halted_why,
        "form": SequenceForm(initial=initial(found), sequence=found),
        "steps": StepForms(initial=initial_steps(found, currency), form_kwargs={"sequence": found}),
        **_recent(play.brand),
        **changes,
    }
    return page(request, AT, "settings/sequence", title=play.name, status=status, **context)


def _recent(brand: Brand | None) -> dict[str, Any]:
    shop = brand or Brand.objects.order_by("name").first()
    rows = closed_in(shop)[:RECENT] if shop else []
    return {"recent": [(one.id, _matter(one)) for one in rows]}


def _matter(contact: Contact) -> str:
    return f"{contact.customer} · {contact.topic or contact.get_resolution_display()}"


def _row(one: Sequence, became: Became) -> SequenceRow:
    return SequenceRow(
        id=one.pk,
        name=one.play.name,
        brand=one.play.brand.name,
        is_on=one.play.is_on,
        about=", ".join(sorted(str(topic) for topic in one.topics.all())) or _("any topic"),
        does=" → ".join(_does(step) for step in one.steps.all()),
        became=became,
    )


def _does(step: Step) -> str:
    words = {
        StepKind.ASK: _("ask"),
        StepKind.TEXT: step.answer.name if step.answer else _("the text of the topic"),
        StepKind.THANK: _("thank"),
    }
    return f"{words[StepKind(step.kind)]} ({_after(step)})"


def _after(step: Step) -> str:
    hours = step.delay_minutes / 60
    said = ngettext("after %(n)s opening hour", "after %(n)s opening hours", round(hours) or 2)
    return said % {"n": f"{hours:g}"}


def _would_row(one: Would) -> WouldRow:
    contact = one.contact
    assert contact.closed_at is not None
    return WouldRow(
        customer_id=contact.customer_id,
        name=str(contact.customer),
        topic=str(contact.topic or ""),
        closed_at=contact.closed_at,
        due_at=one.due_at,
        why=str(one.unfit.label) if one.unfit else "",
        held=one.held,
    )
