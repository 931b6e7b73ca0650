"""Outreach's terms, and a text for a trouble, as forms."""

from datetime import time
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Channel
from lifelong.commerce.models import Cause
from lifelong.conversations.ways import REACH
from lifelong.knowledge.models import Answer
from lifelong.plays.actions.switching import MOST_HELD_OUT, adjust
from lifelong.plays.models import Play
from lifelong.plays.outreach.actions.templating import add_template

MIDNIGHT = 24 * 60


class TermsForm(forms.Form):
    from_time = forms.TimeField(
        label=gettext_lazy("Writes from"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    to_time = forms.TimeField(
        label=gettext_lazy("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy("On the customer’s own clock. 00:00 is midnight."),
    )
    holdout = forms.IntegerField(
        label=gettext_lazy("Held out, of a hundred"),
        min_value=0,
        max_value=MOST_HELD_OUT,
        help_text=gettext_lazy(
            "They hear nothing, so that it shows what outreach changes. Nobody is held out whose "
            "parcel is lost, damaged or goes back."
        ),
    )

    def save(self, play: Play) -> None:
        """Raises `NotLikeThat`."""
        said = self.cleaned_data
        adjust(
            play,
            holdout=said["holdout"],
            from_minute=_minutes(said["from_time"]),
            to_minute=_minutes(said["to_time"]) or MIDNIGHT,
            level=play.level,
        )


def terms_of(play: Play) -> dict[str, Any]:
    return {
        "from_time": _time(play.from_minute),
        "to_time": _time(play.to_minute),
        "holdout": play.holdout,
    }


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> str:
    return f"{minutes % MIDNIGHT // 60:02}:{minutes % 60:02}"


class TemplateForm(forms.Form):
    cause = forms.ChoiceField(choices=Cause.choices)
    channel = forms.ChoiceField(
        choices=[("", ""), *((one, one) for one in REACH)],
        required=False,
    )
    answer = forms.ModelChoiceField(
        queryset=Answer.objects.none(),
        error_messages={
            "required": gettext_lazy("Choose a text."),
            "invalid_choice": gettext_lazy("There is no such text for this brand."),
        },
    )

    def __init__(self, brand: Brand, data: Any = None) -> None:
        super().__init__(data)
        self.fields["answer"].queryset = sayable(brand)  # type: ignore[attr-defined]

    def add(self, play: Play, *, by: Agent) -> None:
        """Raises `NotSayable`."""
        said = self.cleaned_data
        channel = Channel(said["channel"]) if said["channel"] else None
        add_template(
            play, cause=Cause(said["cause"]), channel=channel, answer=said["answer"], by=by
        )


def sayable(brand: Brand) -> Any:
    """The texts that a brand may say, by name."""
    rows = Answer.objects.filter(Q(brand=None) | Q(brand=brand), is_active=True)
    return rows.order_by("name", "id")
