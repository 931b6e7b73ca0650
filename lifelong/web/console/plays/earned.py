"""What service earned: two ledgers side by side, and the five numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Brand, Channel
from lifelong.channels.queries import brands_of
from lifelong.conversations.models import Topic
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed
from lifelong.lib.money import Money
from lifelong.outcomes.earnings import PARTED, Earned, Number, lately
from lifelong.outcomes.facts import number_of
from lifelong.outcomes.measures import By
from lifelong.outcomes.trends import Key, Trend
from lifelong.plays import queries
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page
from lifelong.web.console.plays import figures
from lifelong.web.console.plays.definitions import NAMES, PARTS, definition
from lifelong.web.console.plays.forms import PeriodForm
from lifelong.web.console.plays.number_words import change_words, value_words
from lifelong.web.look.words import locale, money

AT = "plays/earned"
DAY = timedelta(days=1)
#: until it is asked for
UNKNOWN = Trend(None)
EMPTY: Mapping[Any, str] = {}
_BY: dict[str, By] = {"topic": "topic_id", "channel": "channel"}


@dataclass(frozen=True)
class CausedRow:
    """What a play caused, with its interval; `blocked`: why nothing is said of it."""

    play_id: UUID
    name: str
    revenue: Money | None
    low: Money | None
    high: Money | None
    blocked: str


@dataclass(frozen=True)
class PartRow:
    """A topic or a channel, with its numbers in the order of `PARTED`."""

    name: str
    values: list[str]


@dataclass(frozen=True)
class NumberRow:
    name: str
    words: str
    value: str
    #: in as many days just before
    before: str
    change: str
    #: too few cases to say how it changed
    few: bool
    #: as yet it is known for the first days alone, which is nothing to hold against all of before
    early: bool
    #: what moved it most, and by how much
    drivers: list[tuple[str, str]]
    definition: str
    parts: list[tuple[str, str]]
    refusal: str


@door("GET", needs=Verb.SEE_OUTCOMES)
def earned(request: ConsoleRequest) -> HttpResponse:
    must_work_for_all(request.caller)
    seen, brand = figures.seen_until(), first_brand()
    form = PeriodForm(request.GET if "first" in request.GET else None)
    title = _("What service earned")
    if seen is None or brand is None:
        return page(request, AT, "plays/earned", title=title, **_nothing(form))
    first, until = period_of(form, brand)
    asked = request.GET.get("by", "")
    found, by = figures.earned_of(brand, first, until, seen), _BY.get(asked)
    form.initial = {"first": first, "last": until - DAY}
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {
        "form": form,
        "seen": seen,
        "attributed": found.attributed,
        "caused": caused_rows(found, seen, visible_to=request.caller),
        "numbers": [_number_row(one, found.currency) for one in found.numbers],
        "moved": False,
        "by": asked if by else "",
        "parted": _parted(by, brand, found, seen) if by else [],
        "days": (until - first).days,
        "query": f"first={first}&last={until - DAY}",
    }
    return page(request, AT, "plays/earned", title=title, status=status, **context)


@door("GET", needs=Verb.SEE_OUTCOMES)
def numbers(request: ConsoleRequest) -> HttpResponse:
    """The five numbers with how they moved, and what moved them: three times as much to reckon as
    the page, so it comes after it. The page's words, with `by`: topic (unless said), or channel."""
    must_work_for_all(request.caller)
    seen, brand = figures.seen_until(), first_brand()
    rows: list[NumberRow] = []
    if seen is not None and brand is not None:
        form = PeriodForm(request.GET if "first" in request.GET else None)
        found = figures.earned_of(brand, *period_of(form, brand), seen)
        by = _BY.get(request.GET.get("by", ""), "topic_id")
        trends, names = figures.trends_of(brand, found, by, seen), _names(by)
        rows = [
            _number_row(one, found.currency, moved, names)
            for one, moved in zip(found.numbers, trends, strict=True)
        ]
    return render(request, "console/plays/earned_numbers.html", {"numbers": rows, "moved": True})


def must_work_for_all(caller: Caller) -> None:
    """Raises `NotAllowed`. Orders and contacts of all brands are counted together."""
    if Brand.objects.exclude(pk__in=brands_of(caller)).exists():
        raise NotAllowed(
            _(
                "These numbers are of all brands together, and you work for some of them. Ask an"
                " admin for the numbers, or to put you into an inbox of each brand."
            )
        )


def first_brand() -> Brand | None:
    """In whose zone the days of this page begin."""
    return Brand.objects.order_by("pk").first()


def period_of(form: PeriodForm, brand: Brand) -> tuple[date, date]:
    """The days that were chosen, as first and first no more; else the last of which much is
    known."""
    if form.is_bound and form.is_valid():
        return form.cleaned_data["first"], form.cleaned_data["last"] + DAY
    return lately(clock.now().astimezone(ZoneInfo(brand.zone)).date())


def caused_rows(found: Earned, seen: datetime, *, visible_to: Caller) -> list[CausedRow]:
    rows = []
    for play in queries.plays(visible_to=visible_to):
        report = figures.report_of(play, seen)
        caused = report.caused(found.first, found.until)
        rows.append(
            CausedRow(
                play.id,
                play.name,
                caused.revenue if caused else None,
                caused.low if caused else None,
                caused.high if caused else None,
                report.blocked,
            )
        )
    return rows


def _parted(by: By, brand: Brand, found: Earned, seen: datetime) -> list[PartRow]:
    names = _names(by)
    return [
        PartRow(
            names.get(one.key, _("without a topic")),
            [value_words(name, one.value(name), found.currency) for name in PARTED],
        )
        for one in figures.parted_of(brand, found.first, found.until, by, seen)
    ]


def _names(by: By) -> dict[Any, str]:
    """Of topics, or of channels, as the facts name them."""
    if by == "channel":
        return {one.value: str(one.label) for one in Channel}
    return {number_of(one.id): str(one) for one in Topic.objects.select_related("parent")}


def _number_row(
    one: Number, currency: str, moved: Trend = UNKNOWN, names: Mapping[Any, str] = EMPTY
) -> NumberRow:
    said = [
        (_driver(one.name, driver.key, names), change_words(one.name, driver.amount, currency))
        for driver in moved.drivers
    ]
    return NumberRow(
        name=one.name,
        words=str(NAMES[one.name]),
        value=value_words(one.name, one.value, currency),
        before=value_words(one.name, moved.before, currency),
        change=change_words(one.name, moved.change, currency),
        few=moved.few,
        early=moved.early,
        # what is too small to be printed moved nothing
        drivers=[(name, words) for name, words in said if words.startswith(("+", "−"))],
        definition=definition(one.name),
        parts=[(str(PARTS[key]), _part(key, value, currency)) for key, value in one.parts.items()],
        refusal=one.refusal,
    )


def _driver(number: str, key: Key, names: Mapping[Any, str]) -> str:
    if number == "cost_per_settled":
        return str(PARTS[str(key)])
    return names.get(key, _("without a topic"))


def _part(key: str, value: int, currency: str) -> str:
    if key in ("cost", "concessions"):
        return money(Money(value, currency))
    if key.endswith("_seconds"):
        return _("%(hours)s h") % {"hours": format_decimal(value // 3600, locale=locale())}
    return format_decimal(value, locale=locale())


def _nothing(form: PeriodForm) -> dict[str, Any]:
    return {
        "form": form, "seen": None, "attributed": None, "caused": [], "numbers": [], "query": "",
        "parted": [],
    }  # fmt: skip
