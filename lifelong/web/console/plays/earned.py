"""What service earned: two ledgers side by side, and the five numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal, format_percent
from django.http import HttpResponse
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
from lifelong.plays import queries
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page
from lifelong.web.console.plays import figures
from lifelong.web.console.plays.definitions import NAMES, PARTS, definition
from lifelong.web.console.plays.forms import PeriodForm
from lifelong.web.look.words import locale, money

AT = "plays/earned"
DAY = timedelta(days=1)
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
    found = figures.earned_of(brand, first, until, seen)
    form.initial = {"first": first, "last": until - DAY}
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {
        "form": form,
        "seen": seen,
        "attributed": found.attributed,
        "caused": caused_rows(found, seen, visible_to=request.caller),
        "numbers": [number_row(one, found.currency) for one in found.numbers],
        "parted": _parted(request.GET.get("by", ""), brand, found, seen),
        "query": f"first={first}&last={until - DAY}",
    }
    return page(request, AT, "plays/earned", title=title, status=status, **context)


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


def _parted(by: str, brand: Brand, found: Earned, seen: datetime) -> list[PartRow]:
    """By topic or by channel, where that was asked for."""
    if by not in _BY:
        return []
    names: dict[Any, str] = {one.value: str(one.label) for one in Channel}
    if by == "topic":
        names = {number_of(one.id): str(one) for one in Topic.objects.select_related("parent")}
    parts = figures.parted_of(brand, found.first, found.until, _BY[by], seen)
    return [
        PartRow(
            names.get(one.key, _("without a topic")),
            [_value(Number(name, one.values.get(name), {}), found.currency) for name in PARTED],
        )
        for one in parts
    ]


def number_row(one: Number, currency: str) -> NumberRow:
    return NumberRow(
        name=one.name,
        words=str(NAMES[one.name]),
        value=_value(one, currency),
        definition=definition(one.name),
        parts=[(str(PARTS[key]), _part(key, value, currency)) for key, value in one.parts.items()],
        refusal=one.refusal,
    )


def _value(one: Number, currency: str) -> str:
    if one.value is None:
        return "–"
    if one.name == "cost_per_settled":
        return money(Money(round(one.value), currency))
    if one.name == "contact_rate":
        return format_decimal(one.value, "0.0", locale=locale())
    return format_percent(one.value, "0.0%", locale=locale())


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
