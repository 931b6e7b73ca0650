"""Costs: what licences cost each month, and what an hour of each hero does."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.policy import Verb
from lifelong.lib.errors import NotFound
from lifelong.outcomes.currency import reporting_currency
from lifelong.routing.actions.pricing import (
    end_licence_cost,
    remove_licence_cost,
    set_licence_cost,
)
from lifelong.routing.models import LicenceCost
from lifelong.web.console.amounts import CostForm
from lifelong.web.console.choosing import DayField
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import valid
from lifelong.web.console.pages import page
from lifelong.web.console.settings.cost_rows import DAY, costs

AT = "settings/costs"


class EndForm(forms.Form):
    last_day = DayField(label=gettext_lazy("Last day"), required=False)

    @property
    def until_day(self) -> date | None:
        """The first day that is no longer paid for."""
        last = self.cleaned_data["last_day"]
        return last + DAY if last else None


class LicenceForm(EndForm, CostForm):
    per = gettext_lazy("Per month")
    name = forms.CharField(
        label=gettext_lazy("Licence"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "known-licences", "autocomplete": "off"}),
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("Paid"),
        choices=[
            ("all", gettext_lazy("once for the whole shop")),
            ("each", gettext_lazy("for each hero")),
        ],
    )
    from_day = DayField(label=gettext_lazy("From"))


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def all_costs(request: ConsoleRequest) -> HttpResponse:
    """GET: all costs. POST: a licence costs so much from a day on."""
    if request.method != "POST":
        return _costs(request)
    form = LicenceForm(request.POST)
    if not form.is_valid():
        return _costs(request, form=form, status=422)
    said = form.cleaned_data
    set_licence_cost(
        said["name"],
        monthly=said["cost"],
        from_day=said["from_day"],
        until_day=form.until_day,
        per_agent=said["whom"] == "each",
    )
    return _costs(request, done=_("The licence costs that from that day on."))


@door("DELETE", needs=Verb.CHANGE_SETTINGS)
def cost(request: ConsoleRequest, cost_id: UUID) -> HttpResponse:
    """It was a mistake."""
    remove_licence_cost(_find(cost_id))
    return _costs(request, done=_("Removed. It never cost that."))


@door("POST", needs=Verb.CHANGE_SETTINGS)
def end(request: ConsoleRequest, cost_id: UUID) -> HttpResponse:
    """{last_day}: it is paid for until then; without one it goes on."""
    form, found = EndForm(request.POST), _find(cost_id)
    valid(form)
    end_licence_cost(found, until_day=form.until_day)
    ends = _("The licence ends on that day.") if form.until_day else _("The licence goes on.")
    return _costs(request, done=ends)


def _costs(request: ConsoleRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    currency = reporting_currency()
    context = {
        "costs": costs(currency),
        "currency": currency,
        "form": LicenceForm(initial={"currency": currency}),
        **shown,
    }
    return page(request, AT, "settings/costs", title=_("Costs"), status=status, **context)


def _find(cost_id: UUID) -> LicenceCost:
    found = LicenceCost.objects.filter(pk=cost_id).first()
    if found is None:
        raise NotFound(_("There is no such cost."))
    return found
