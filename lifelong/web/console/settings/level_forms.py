"""A level of authority, and what policy owes, as forms."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.concessions.actions.setting_authority import add_level, set_level, set_policy
from lifelong.concessions.authority import Kind, Limit, Reason
from lifelong.concessions.models import AuthorityLevel, LevelVersion, PolicyVersion
from lifelong.concessions.policy import Policy
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.web.console.amounts import AmountField

#: in the currency's own units; enough for any shop, and no slip of the hand
_MOST = 1_000_000


def _amount(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    return AmountField(
        label=label,
        required=required,
        min_value=0,
        max_value=_MOST,
        help_text=help_text,
    )


class NewLevelForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=3,
        validators=[RegexValidator("^[A-Z]{3}$", gettext_lazy("Three capitals: EUR."))],
    )
    rank = forms.IntegerField(
        label=gettext_lazy("Rank"),
        min_value=1,
        max_value=1000,
        help_text=gettext_lazy("Of two levels the higher one is asked."),
    )

    def add(self) -> AuthorityLevel:
        return add_level(**self.cleaned_data)


class VersionForm(forms.Form):
    """All that a level holds from a moment on. A kind without an amount is not given."""

    per_customer = _amount(gettext_lazy("To one customer in 90 days"))
    per_agent = _amount(gettext_lazy("By one hero in a period"))
    period_days = forms.IntegerField(
        label=gettext_lazy("Days of the period"), min_value=1, max_value=366, initial=30
    )
    holds_from = forms.DateTimeField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("Empty: from now on. The version before stays readable."),
    )

    def __init__(self, level: AuthorityLevel, said: Any = None) -> None:
        self._level = level
        super().__init__(said, initial=_initial(level))
        for kind in Kind:
            self.fields[f"{kind}_most"] = _amount(_("At most, on an order"), required=False)
            self.fields[f"{kind}_percent"] = forms.IntegerField(
                label=_("Of its total, in %"), required=False, min_value=0, max_value=100
            )
            self.fields[f"{kind}_reasons"] = forms.MultipleChoiceField(
                label=_("Only for"),
                required=False,
                choices=Reason.choices,
                widget=forms.CheckboxSelectMultiple,
            )

    def kinds(self) -> Iterable[tuple[str, BoundField, BoundField, BoundField]]:
        """For each kind its words and its three fields."""
        for kind in Kind:
            fields = (self[f"{kind}_{name}"] for name in ("most", "percent", "reasons"))
            yield (str(kind.label), *fields)  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for kind in Kind:
            if said.get(f"{kind}_most") is None and said.get(f"{kind}_percent") is not None:
                self.add_error(f"{kind}_most", _("Say at most how much; the share alone says not."))
        for name, value in list(said.items()):
            if isinstance(value, Decimal) and _minor(value, self._level.currency) is None:
                self.add_error(name, _("This currency has no such small parts."))
        at = said.get("holds_from")
        if isinstance(at, datetime) and at < clock.now():
            self.add_error("holds_from", _("What was allowed in the past cannot be changed."))
        return said

    def set(self, *, by: Agent) -> LevelVersion:
        said, currency = self.cleaned_data, self._level.currency
        limits = {
            kind: Limit(
                most=_minor(said[f"{kind}_most"], currency) or 0,
                percent=said[f"{kind}_percent"],
                reasons=frozenset(Reason(one) for one in said[f"{kind}_reasons"]),
            )
            for kind in Kind
            if said[f"{kind}_most"] is not None
        }
        return set_level(
            self._level,
            limits=limits,
            per_customer=_minor(said["per_customer"], currency) or 0,
            per_agent=_minor(said["per_agent"], currency) or 0,
            period=timedelta(days=said["period_days"]),
            by=by,
            holds_from=said["holds_from"],
        )


class OwedForm(forms.Form):
    """What policy owes, from now on; days after delivery, the last after dispatch."""

    claims = forms.IntegerField(label=gettext_lazy("Damaged or wrong, days"), min_value=0)
    returns = forms.IntegerField(label=gettext_lazy("Not liked, days"), min_value=0)
    lost_after = forms.IntegerField(label=gettext_lazy("Lost after, days"), min_value=1)

    def __init__(self, said: Any = None) -> None:
        row = PolicyVersion.objects.order_by("-holds_from").first()
        known = (row.claim_days, row.return_days, row.lost_after_days) if row else (60, 30, 14)
        initial = dict(zip(self.base_fields, known, strict=True))
        super().__init__(said, initial=initial)
        for field in self.fields.values():
            field.validators.append(_at_most_ten_years)

    def set(self, *, by: Agent) -> None:
        days = {name: timedelta(days=value) for name, value in self.cleaned_data.items()}
        set_policy(Policy(**days), by=by)


def _at_most_ten_years(days: int) -> None:
    if days > 3650:
        raise forms.ValidationError(_("Ten years are the most."))


def _minor(amount: Decimal, currency: str) -> int | None:
    """In minor units; None: there are no such small ones."""
    try:
        return Money.of(amount, currency).amount
    except ValueError:
        return None


def _initial(level: AuthorityLevel) -> dict[str, Any]:
    """As its latest version says."""
    last = level.versions.order_by("-holds_from").first()
    if last is None:
        return {}
    found: dict[str, Any] = {
        "per_customer": Money(last.per_customer, level.currency).decimal,
        "per_agent": Money(last.per_agent, level.currency).decimal,
        "period_days": last.period_days,
    }
    for limit in last.limits.all():
        found[f"{limit.kind}_most"] = Money(limit.most, level.currency).decimal
        found[f"{limit.kind}_percent"] = limit.percent
        found[f"{limit.kind}_reasons"] = limit.reasons
    return found
