"""An amount as people write it, in whatever language their screen is."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.lib.money import Money
from lifelong.routing.actions.pricing import NotACost, must_be_a_cost
from lifelong.web.console.choosing import currency_field

_BLANKS = re.compile(r"[\s\u00a0\u202f'’]")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: a thousand to one reader, one to the other
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")


class AmountField(forms.DecimalField):
    """12.50 and 12,50 are one; 1.250,00 and 1,250.00 too. What is a thousand to one reader and one
    to another is refused: nobody gives a thousandfold by a dot."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not isinstance(value, str):
            return super().to_python(value)
        text = _BLANKS.sub("", value)
        if _EITHER.fullmatch(text):
            words = _("Is %(said)s a thousand, or one? Write it without a dot or comma: %(plain)s")
            said = {"said": text, "plain": re.sub(r"[.,]", "", text)}
            raise ValidationError(words % said, code="either")
        if _PLAIN.fullmatch(text):
            return super().to_python(text.replace(",", "."))
        if _GROUPED.fullmatch(text):
            point = max(text.rfind("."), text.rfind(","))
            last = text[point + 1 :] if text.count(text[point]) == 1 else ""
            whole = re.sub(r"[.,]", "", text[:point] if last else text)
            return super().to_python(f"{whole}.{last}" if last else whole)
        return super().to_python(text)


class CostForm(forms.Form):
    """What something costs `per` hour or month: gives `cost`, the `amount` in the `currency`."""

    per = gettext_lazy("Amount")
    amount = AmountField(min_value=Decimal(0), max_digits=9)
    currency = currency_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = self.per

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "amount" in said and "currency" in said:
            try:
                said["cost"] = Money.of(said["amount"], said["currency"])
                must_be_a_cost(said["cost"])
            except NotACost as wrong:
                self.add_error("amount", str(wrong))
            except ValueError:
                self.add_error("amount", _("This currency has no such small parts."))
        return said
