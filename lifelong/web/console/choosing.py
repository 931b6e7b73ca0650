"""Choices that several forms offer."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lifelong.channels.actions.branding import NoColour, must_be_a_colour

#: what shops use most stands first
_COMMON = ["EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY"]
#: engines count in fewer days than there are
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def zones() -> list[tuple[str, str]]:
    return [
        (zone, zone.replace("_", " "))
        for zone in sorted(available_timezones())
        if zone == "UTC" or ("/" in zone and not zone.startswith(("Etc/", "posix/", "right/")))
    ]


def currencies() -> list[tuple[str, str]]:
    rest = sorted(code for code in list_currencies() if code not in _COMMON)
    return [(code, code) for code in [*_COMMON, *rest]]


def languages() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES]


class Day(forms.DateInput):
    """The browser's own calendar, which speaks ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that engines can count to, and that a price or a period may begin on."""

    widget = Day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not EARLIEST <= value <= LATEST:
            raise forms.ValidationError(_("Choose a day between 2000 and 2099."))


class Colour(forms.TextInput):
    """The browser's own choice of a colour."""

    input_type = "color"


class ColourField(forms.CharField):
    """A colour as "#rrggbb"."""

    widget = Colour

    def clean(self, value: Any) -> str:
        colour = str(super().clean(value)).lower()
        try:
            must_be_a_colour(colour)
        except NoColour as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return colour


class InboxField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """One inbox, said with its brand."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.brand.name}"


class InboxesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    label_from_instance = InboxField.label_from_instance


def zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Time zone"), choices=zones)


def currency_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Currency"), choices=currencies)


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language"), choices=languages)
