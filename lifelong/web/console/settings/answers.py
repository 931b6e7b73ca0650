"""Reply texts: what heroes say often, written once, in every language."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Kind
from lifelong.commerce.models import Order
from lifelong.commerce.queries import orders
from lifelong.knowledge import queries, variables
from lifelong.knowledge.actions.writing import restore_answer, retire_answer
from lifelong.knowledge.models import Answer
from lifelong.knowledge.values import About, values_of
from lifelong.knowledge.variables import Variable
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import uuid_in
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.answer_forms import (
    AnswerForm,
    Column,
    brand_languages,
    columns,
    initial,
    said_columns,
    said_texts,
)
from lifelong.web.look.words import language_words

AT = "settings/answers"
#: of so many orders one is chosen to try a text on
_RECENT = 8


@dataclass(frozen=True)
class ListRow:
    id: UUID
    name: str
    shortcut: str
    languages: list[str]
    #: what it is about and where it fits, in words
    about: str
    excerpt: str


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def answers(request: ConsoleRequest) -> HttpResponse:
    """GET: all of them. POST: a new one."""
    if request.method != "POST":
        return _list(request)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _new(request, form, said_columns(request.POST), status=422)
    made = form.write(said_texts(request.POST), by=request.agent)
    done = _("Heroes find it now under /%(shortcut)s.") % {"shortcut": made.shortcut}
    return moved_to(_answer(request, made, done=done), f"/settings/answers/{made.id}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_answer(request: ConsoleRequest) -> HttpResponse:
    return _new(request, AnswerForm(), columns([], brand_languages()))


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def answer(request: ConsoleRequest, answer_id: UUID) -> HttpResponse:
    """GET: one, with its versions. POST: change it; other words are a new version."""
    found = queries.answer(answer_id, visible_to=request.caller)
    if request.method != "POST":
        return _answer(request, found)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        shown = {"form": form, "columns": _named(said_columns(request.POST))}
        return _answer(request, found, status=422, **shown)
    form.change(found, said_texts(request.POST), by=request.agent)
    changed = queries.answer(answer_id, visible_to=request.caller)
    return _answer(request, changed, done=_("Saved. Heroes find it so from now on."))


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def retirement(request: ConsoleRequest, answer_id: UUID) -> HttpResponse:
    """POST: nobody is offered it any more. DELETE: they are again."""
    found = queries.answer(answer_id, visible_to=request.caller)
    if request.method == "POST":
        retire_answer(found, by=request.agent)
        done = _("Out of use. What was said with it stays traceable.")
    else:
        restore_answer(found, by=request.agent)
        done = _("Heroes find it again.")
    return _answer(request, queries.answer(answer_id, visible_to=request.caller), done=done)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def preview(request: ConsoleRequest) -> HttpResponse:
    """What a column's words become with `order`; `?language=` says which column."""
    asked = request.GET.get("language", "")
    language = request.POST.get("language-new", "") if asked == "new" else asked
    found = orders(visible_to=request.caller).filter(pk=uuid_in(request.POST.get("order", "")))
    subject = request.POST.get(f"subject-{asked}", "")
    body = request.POST.get(f"body-{asked}", "")
    shown = _filled(request, found.first(), language, subject=subject, body=body)
    return render(request, "console/settings/answer_preview.html", shown)


def _filled(
    request: ConsoleRequest, order: Order | None, language: str, *, subject: str, body: str
) -> dict[str, Any]:
    brand = order.connection.brand if order else Brand.objects.order_by("name").first()
    about = About(brand, order.customer if order else None, order, request.agent) if brand else None
    values = values_of(about) if about else {}
    missing = variables.missing(f"{subject}\n{body}", values)
    return {
        # escaped there, with what stays open marked
        "subject": mark_safe(variables.fill_html(subject, values, language=language)),
        "body": mark_safe(variables.fill_html(body, values, language=language)),
        "missing": [one.words for one in missing],
        "trouble": _trouble(subject, body),
    }


def _trouble(subject: str, body: str) -> str:
    try:
        variables.check(subject)
        variables.check(body)
    except variables.UnfitText as unfit:
        return str(unfit)
    return ""


def _list(request: ConsoleRequest) -> HttpResponse:
    found = list(queries.answers(visible_to=request.caller)[: queries.MOST])
    texts = queries.texts_of(found)
    rows = defaultdict(list)
    for one in found:
        first = texts[one.id][0] if texts[one.id] else None
        spoken = [language_words(text.language) for text in texts[one.id]]
        excerpt = first.body if first else ""
        row = ListRow(one.id, one.name, one.shortcut, spoken, _about_words(one), excerpt)
        rows[one.is_active].append(row)
    context: dict[str, Any] = {"answers": rows[True], "retired": rows[False]}
    return page(request, AT, "settings/answers", title=_("Reply texts"), **context)


def _about_words(one: Answer) -> str:
    parts = [_topic_words(one) or _("any matter"), one.brand.name if one.brand else ""]
    parts += [str(kind.label) for kind in Kind if kind in one.channel_kinds]
    return " · ".join(part for part in parts if part)


def _topic_words(one: Answer) -> str:
    return ", ".join(sorted(str(topic) for topic in one.topics.all()))


def _new(
    request: ConsoleRequest, form: AnswerForm, shown: list[Column], status: int = 200
) -> HttpResponse:
    context = {"form": form, "columns": _named(shown), "about": "", **_editing(request)}
    title = _("Write a reply text")
    return page(request, AT, "settings/new_answer", title=title, status=status, **context)


def _answer(
    request: ConsoleRequest, found: Answer, *, status: int = 200, **changes: Any
) -> HttpResponse:
    texts = queries.texts_of([found])[found.id]
    context = {
        "answer": found,
        "form": AnswerForm(initial=initial(found)),
        "columns": _named(columns(texts, brand_languages(found.brand_id))),
        "about": _topic_words(found),
        "versions": queries.versions(found),
        **_editing(request),
        **changes,
    }
    return page(request, AT, "settings/answer", title=found.name, status=status, **context)


def _editing(request: ConsoleRequest) -> dict[str, Any]:
    recent = orders(visible_to=request.caller).filter(customer__isnull=False)[:_RECENT]
    return {
        "variables": list(Variable),
        "orders": [(one.id, f"{one} · {one.customer}") for one in recent],
    }


def _named(shown: list[Column]) -> list[tuple[Column, str]]:
    return [(one, language_words(one.language)) for one in shown]
