"""A play's terms, and the period of a page."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.plays.actions.switching import MOST_HELD_OUT, adjust
from lifelong.plays.models import Play, PlayKind
from lifelong.web.console.choosing import DayField

LONGEST_DAYS = 366
MIDNIGHT = 24 * 60


class TermsForm(forms.Form):
    holdout = forms.IntegerField(
        label=gettext_lazy("Held out, of a hundred"),
        min_value=0,
        max_value=MOST_HELD_OUT,
        help_text=gettext_lazy(
            "They get the ordinary treatment, to compare with. With another share the comparison"
            " begins anew."
        ),
    )
    begins = forms.TimeField(
        label=gettext_lazy("Writes from"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy("On the customer's own clock. 0:00 is midnight."),
    )

    def __init__(self, play: Play, data: Any = None) -> None:
        super().__init__(data)
        self.play = play
        self.initial = {
            "holdout": play.holdout,
            "begins": _clock(play.from_minute),
            "ends": _clock(play.to_minute),
        }
        if play.kind == PlayKind.RETENTION:
            # heroes write, in their own hours
            del self.fields["begins"], self.fields["ends"]

    def save(self) -> Play:
        """Raises `NotLikeThat`."""
        said = {**self.initial, **self.cleaned_data}
        return adjust(
            self.play,
            holdout=said["holdout"],
            from_minute=_minute(said["begins"]),
            to_minute=_minute(said["ends"]) or MIDNIGHT,
            level=self.play.level,
        )


class PeriodForm(forms.Form):
    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("To"))

    def clean(self) -> dict[str, date]:
        said: dict[str, date] = super().clean() or {}
        if not self.errors:
            days = (said["last"] - said["first"]).days
            if days < 0:
                self.add_error("last", _("The last day comes after the first."))
            elif days >= LONGEST_DAYS:
                self.add_error("last", _("Choose a year at most."))
        return said


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
