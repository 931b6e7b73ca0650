"""What was given, by whom, to whom and why, in sums that balance."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb
from lifelong.concessions.authority import Reason
from lifelong.concessions.ledger import MOST, By, Sums, entries, sums, totals
from lifelong.concessions.models import AuthorityLevel
from lifelong.customers.models import Customer
from lifelong.lib.money import Money
from lifelong.routing.hours import day_in
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import valid
from lifelong.web.console.pages import page

AT = "giving/ledger"
USUAL = timedelta(days=29)
_DAY = forms.DateInput(attrs={"type": "date"})


class PeriodForm(forms.Form):
    since = forms.DateField(widget=_DAY)
    until = forms.DateField(widget=_DAY)
    by = forms.ChoiceField(choices=[(one.value, one.value) for one in By])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "since" in said and "until" in said and said["since"] > said["until"]:
            raise forms.ValidationError(_("The first day comes after the last one."))
        if any(not 2000 <= said[name].year <= 2100 for name in ("since", "until") if name in said):
            raise forms.ValidationError(_("Choose days of this century."))
        return said


@dataclass(frozen=True)
class SumRow:
    whose: str
    conceded: Money
    due: Money
    outstanding: Money
    handed_over: Money

    @property
    def cost(self) -> Money:
        return self.conceded + self.due

    @property
    def balances(self) -> bool:
        return self.cost == self.outstanding + self.handed_over


@door("GET", needs=Verb.SEE_LEDGER)
def ledger(request: ConsoleRequest) -> HttpResponse:
    """`?since=&until=`: whole days in the reader's zone; `?by=`: customer, agent, reason, level."""
    said = _period(request)
    by = By(said["by"])
    rows = _entries(request, said)
    found = sums(rows, by)
    names = _names(by, [one.key for one in found])
    context = {
        "rows": [_row(one, names.get(one.key, _("no level"))) for one in found],
        "totals": [_row(one, _("In all, %(code)s") % {"code": one.currency})
                   for one in totals(rows)],
        "by": by.value,
        "ways": [(one.value, words) for one, words in _ways()],
        "more": len(found) == MOST,
        **{name: said[name].isoformat() for name in ("since", "until")},
    }  # fmt: skip
    return page(request, AT, "giving/ledger", title=_("What did giving cost?"), **context)


def _period(request: ConsoleRequest) -> dict[str, Any]:
    today = localdate()
    usual = {"since": today - USUAL, "until": today, "by": By.REASON.value}
    given = {name: value for name, value in request.GET.items() if value}
    return valid(PeriodForm({**usual, **given}))


def _entries(request: ConsoleRequest, said: dict[str, Any]) -> Any:
    zone = request.agent.zone
    first: date = said["since"]
    return entries(
        since=day_in(zone, first).start,
        until=day_in(zone, said["until"]).end,
        visible_to=request.caller,
    )


def _ways() -> list[tuple[By, str]]:
    return [
        (By.REASON, _("Reason")),
        (By.AGENT, _("Hero")),
        (By.CUSTOMER, _("Customer")),
        (By.LEVEL, _("Level")),
    ]


def _names(by: By, keys: list[Any]) -> dict[Any, str]:
    if by is By.REASON:
        return {key: str(Reason(key).label) for key in keys}
    kinds: dict[By, Any] = {By.CUSTOMER: Customer, By.AGENT: Agent, By.LEVEL: AuthorityLevel}
    found: dict[UUID, Any] = kinds[by].objects.in_bulk([key for key in keys if key])
    return {key: one.name or _("Somebody") for key, one in found.items()}


def _row(one: Sums, whose: str) -> SumRow:
    return SumRow(
        whose=whose,
        conceded=Money(one.conceded, one.currency),
        due=Money(one.due, one.currency),
        outstanding=Money(one.outstanding, one.currency),
        handed_over=Money(one.handed_over, one.currency),
    )


HEADINGS = (
    "at", "step", "concession", "kind", "debit", "credit", "amount", "currency", "reason",
    "order", "customer", "customer_id", "agent", "level",
)  # fmt: skip


@door("GET", needs=Verb.SEE_LEDGER)
def ledger_csv(request: ConsoleRequest) -> StreamingHttpResponse:
    """Every entry of the period, as it was booked; amounts in the currency's own units."""
    said = _period(request)
    rows = _entries(request, said).select_related("concession__order", "customer", "agent", "level")
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    name = f"ledger-{said['since']}-{said['until']}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(HEADINGS)
    for one in rows.iterator(chunk_size=500):
        given = one.concession
        yield writer.writerow(
            [
                one.at.isoformat(timespec="seconds"), one.step, given.id, given.kind, one.debit,
                one.credit, Money(one.amount, one.currency).decimal, one.currency, one.reason,
                _plain(str(given.order or "")), _plain(one.customer.name), one.customer_id,
                _plain(one.agent.name if one.agent else ""),
                _plain(one.level.name if one.level else ""),
            ]
        )  # fmt: skip


def _plain(words: str) -> str:
    """No spreadsheet shall take a name for a formula."""
    return f"'{words}" if words[:1] in "=+-@\t\r" and words else words
