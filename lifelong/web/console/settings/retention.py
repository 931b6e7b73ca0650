"""Retention: the steps, the deals that may be made, and what came of them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.policy import Verb
from lifelong.concessions.authority import Kind, Reason
from lifelong.lib.errors import NotFound
from lifelong.lib.money import Money
from lifelong.plays.retention import queries
from lifelong.plays.retention.actions.preparing import add_deal, retire_deal, set_steps
from lifelong.plays.retention.models import Deal
from lifelong.plays.retention.queries import Figures
from lifelong.web.console.amounts import AmountField
from lifelong.web.console.choosing import currency_field
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

AT = "settings/retention"
_KINDS = [(one.value, one.label) for one in Kind if one is not Kind.RESHIP]


@dataclass(frozen=True)
class DealLine:
    id: UUID
    name: str
    #: what it gives, and why
    words: str
    percent: int | None
    money: Money | None
    figures: Figures


class DealForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("What is given"), choices=_KINDS)
    percent = forms.IntegerField(
        label=gettext_lazy("Percent of the order"), min_value=1, max_value=100, required=False
    )
    amount = AmountField(
        label=gettext_lazy("or an amount"),
        min_value=Decimal(0),
        max_digits=9,
        required=False,
    )
    currency = currency_field()
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=Reason.choices, initial=Reason.RETENTION
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        said["money"] = None
        if said.get("amount") is not None and "currency" in said:
            try:
                said["money"] = Money.of(said["amount"], said["currency"])
            except ValueError:
                self.add_error("amount", _("This currency has no such small parts."))
        return said


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def retention(request: ConsoleRequest) -> HttpResponse:
    """GET: steps and deals. POST {steps}: one step a line."""
    if request.method == "POST":
        set_steps(request.POST.get("steps", "").splitlines())
        return _retention(request, done=_("Heroes go by these steps now."))
    return _retention(request)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def deals(request: ConsoleRequest) -> HttpResponse:
    form = DealForm(request.POST)
    if not form.is_valid():
        return _retention(request, form=form, status=422)
    said = form.cleaned_data
    made = add_deal(
        name=said["name"],
        kind=Kind(said["kind"]),
        percent=said["percent"],
        money=said["money"],
        reason=Reason(said["reason"]),
    )
    return _retention(request, done=_("%(deal)s can be proposed now.") % {"deal": made})


@door("DELETE", needs=Verb.CHANGE_SETTINGS)
def deal(request: ConsoleRequest, deal_id: UUID) -> HttpResponse:
    """Nobody proposes it any more."""
    found = Deal.objects.filter(pk=deal_id).first()
    if found is None:
        raise NotFound(_("There is no such deal."))
    retire_deal(found)
    return _retention(request, done=_("Nobody proposes it any more. What was promised holds."))


def _retention(request: ConsoleRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    came_of = queries.figures()
    context = {
        "steps": queries.steps(),
        "deals": [_line(one, came_of.get(one.id, Figures())) for one in queries.deals()],
        "form": DealForm(initial={"currency": "EUR", "reason": Reason.RETENTION.value}),
        **shown,
    }
    return page(request, AT, "settings/retention", title=_("Retention"), status=status, **context)


def _line(one: Deal, figures: Figures) -> DealLine:
    said = {"kind": one.get_kind_display(), "reason": one.get_reason_display()}
    return DealLine(
        id=one.id,
        name=one.name,
        words=_("%(kind)s, %(reason)s") % said,
        percent=one.percent,
        money=Money(one.amount, one.currency) if one.amount is not None else None,
        figures=figures,
    )
