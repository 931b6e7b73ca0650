"""Opening hours and targets as people write them: "9:00-12:00, 13-17:30", "10 min", "8 h"."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.channels.actions.timing import set_hours, set_targets
from lifelong.channels.hours import Opening, Schedule, minutes, schedule_from
from lifelong.channels.models import Brand, Channel, Inbox
from lifelong.lib.transactions import transaction

#: asked for in every inbox; others where it has an address on them
USUAL = (Channel.EMAIL, Channel.CHAT, Channel.SMS)
_UNITS = {"m": 1, "min": 1, "h": 60, "d": 24 * 60}


class HoursForm(forms.Form):
    holidays = forms.CharField(
        label=gettext_lazy("Closed on"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "2026-12-25"}),
        help_text=gettext_lazy("Holidays, as 2026-12-25, with blanks or lines between."),
    )

    def __init__(self, whose: Brand | Inbox, data: Any = None) -> None:
        super().__init__(data)
        self.whose = whose
        said = schedule_from(whose.hours, zone="UTC")
        if "week" in whose.hours:
            self.initial = {_day_field(day): day_words(said.week[day]) for day in WEEKDAYS}
        self.initial["holidays"] = "\n".join(str(day) for day in sorted(said.holidays))
        for day, name in WEEKDAYS.items():
            self.fields[_day_field(day)] = forms.CharField(
                label=name,
                required=False,
                max_length=200,
                widget=forms.TextInput(
                    attrs={"placeholder": "9:00-12:00, 13:00-17:30", "autocomplete": "off"}
                ),
            )

    @property
    def days(self) -> list[Any]:
        return [self[_day_field(day)] for day in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        week = []
        for day in WEEKDAYS:
            try:
                week.append(_openings(said.get(_day_field(day), "")))
            except ValueError as wrong:
                self.add_error(_day_field(day), str(wrong))
        said["week"] = week
        return said

    def clean_holidays(self) -> list[date]:
        words = re.split(r"[\s,;]+", self.cleaned_data["holidays"].strip())
        try:
            return [date.fromisoformat(word) for word in words if word]
        except ValueError as error:
            raise forms.ValidationError(_("Write each day as 2026-12-25.")) from error

    def save(self) -> None:
        said = self.cleaned_data
        set_hours(self.whose, week=said["week"], holidays=said["holidays"])


class InboxHoursForm(HoursForm):
    """Hours of an inbox by itself, and its targets."""

    def __init__(self, whose: Inbox, data: Any = None) -> None:
        super().__init__(whose, data)
        self.inbox = whose
        open_on = set(whose.endpoints.values_list("channel", flat=True))
        self._channels = [one for one in Channel if one in USUAL or one in open_on]
        for channel in self._channels:
            self.initial[_target_field(channel)] = target_words(whose.target(channel))
            self.fields[_target_field(channel)] = forms.CharField(
                label=channel.label,
                max_length=20,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @property
    def targets(self) -> list[Any]:
        return [self[_target_field(channel)] for channel in self._channels]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["targets"] = {}
        for channel in self._channels:
            try:
                said["targets"][channel] = _target(said.get(_target_field(channel), ""))
            except ValueError:
                self.add_error(_target_field(channel), _("Write it as 10 min, 8 h or 2 d."))
        return said

    def save(self) -> None:
        with transaction():
            super().save()
            set_targets(self.inbox, targets=self.cleaned_data["targets"])


def day_words(openings: Sequence[Opening]) -> str:
    return ", ".join(f"{_clock(one.start)}-{_clock(one.end)}" for one in openings)


def target_words(target: timedelta) -> str:
    """As it may be written: "10 min", "8 h"; the largest unit that is even."""
    whole = int(target.total_seconds() // 60)
    if whole % 60 or not whole:
        return f"{whole} min"
    return f"{whole // 60} h"


def week_words(schedule: Schedule) -> list[tuple[str, str]]:
    """Days with the same hours said together: ("Mon to Fri", "9:00-17:30")."""
    said: list[tuple[list[str], str]] = []
    for day, name in WEEKDAYS.items():
        hours = day_words(schedule.week[day]) or _("closed")
        if said and said[-1][1] == hours:
            said[-1][0].append(str(name))
        else:
            said.append(([str(name)], hours))
    return [(_span(days), hours) for days, hours in said]


def _span(days: Sequence[str]) -> str:
    if len(days) == 1:
        return days[0]
    return _("%(first)s to %(last)s") % {"first": days[0], "last": days[-1]}


def _openings(said: str) -> list[Opening]:
    """Raises `ValueError` with a sentence."""
    return [_opening(one) for one in re.split(r"[,;]", said) if one.strip()]


def _opening(said: str) -> Opening:
    times = [one.strip() for one in re.split(r"-|–|—", said)]
    if len(times) != 2 or not all(re.fullmatch(r"\d{1,2}([:.]\d\d)?", one) for one in times):
        raise ValueError(_("Write it as 9:00-12:00, 13:00-17:30."))
    try:
        start, end = (minutes(one.replace(".", ":") if ":" in one or "." in one else f"{one}:00")
                      for one in times)  # fmt: skip
        return Opening(start, end)
    except ValueError as error:
        words = _("An opening ends after it begins, by 24:00. After midnight the next day begins.")
        raise ValueError(words) from error


def _target(said: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,5})\s*(min|m|h|d)\.?", said.strip().lower())
    if not found:
        raise ValueError(said)
    return timedelta(minutes=int(found[1]) * _UNITS[found[2]])


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _day_field(day: int) -> str:
    return f"day-{day}"


def _target_field(channel: Channel) -> str:
    return f"target-{channel.value}"
