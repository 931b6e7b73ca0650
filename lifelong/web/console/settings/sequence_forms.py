"""A sequence as a form: after which closings, its steps, its terms."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Channel
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import AuthorityLevel
from lifelong.conversations.models import Resolution, Topic
from lifelong.knowledge.models import Answer
from lifelong.lib.money import Money
from lifelong.plays.follow_up.actions.arranging import (
    LONGEST,
    MOST_STEPS,
    THANKS,
    Doing,
    Terms,
    change_sequence,
    write_sequence,
)
from lifelong.plays.follow_up.models import FOLLOWED, Sequence, StepKind
from lifelong.web.console.amounts import AmountField
from lifelong.web.console.settings.answer_forms import TopicsField

MOST_WORTH = 10**9
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SequenceForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    brand = forms.ModelChoiceField(
        label=gettext_lazy("Brand"), queryset=Brand.objects.order_by("name"), empty_label=None
    )
    resolutions = forms.MultipleChoiceField(
        label=gettext_lazy("After matters closed as"),
        choices=[(one.value, one.label) for one in FOLLOWED],
        widget=forms.CheckboxSelectMultiple,
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("That came by"),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick none for any channel."),
    )
    topics = TopicsField(
        label=gettext_lazy("About"),
        queryset=Topic.objects.filter(is_active=True).select_related("parent__parent"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With all that stands under them. Tick none for any topic."),
    )
    holdout = forms.IntegerField(
        label=gettext_lazy("Held out of a hundred"),
        min_value=0,
        max_value=50,
        help_text=gettext_lazy("They hear nothing, and show what it changes for the others."),
    )
    opens = forms.TimeField(label=gettext_lazy("Writes from"), widget=_TIME)
    shuts = forms.TimeField(
        label=gettext_lazy("Until"),
        widget=_TIME,
        help_text=gettext_lazy("On the customer’s own clock."),
    )
    level = forms.ModelChoiceField(
        label=gettext_lazy("Gives thanks under"),
        queryset=AuthorityLevel.objects.order_by("currency", "rank"),
        required=False,
        empty_label=gettext_lazy("Nothing: it gives none"),
    )

    #: which one the writer had before their eyes
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *said: Any, sequence: Sequence | None = None, **more: Any) -> None:
        super().__init__(*said, **more)
        self.sequence = sequence
        if sequence is not None:
            del self.fields["brand"]
            # what was retired since stays chosen until somebody takes it out
            topics = cast(TopicsField, self.fields["topics"])
            offered = Q(is_active=True) | Q(pk__in=sequence.topics.values("pk"))
            topics.queryset = Topic.objects.filter(offered).select_related("parent__parent")

    @property
    def currency(self) -> str:
        """In which thanks are given, once the form is valid."""
        level: AuthorityLevel | None = self.cleaned_data["level"]
        return level.currency if level else self.shop.currency

    @property
    def shop(self) -> Brand:
        if self.sequence is not None:
            return self.sequence.play.brand
        brand: Brand = self.cleaned_data["brand"]
        return brand

    def terms(self, steps: list[Doing]) -> Terms:
        said = self.cleaned_data
        return Terms(
            name=said["name"],
            steps=steps,
            topics=list(said["topics"]),
            resolutions=[Resolution(one) for one in said["resolutions"]],
            channels=[Channel(one) for one in said["channels"]],
            holdout=said["holdout"],
            from_minute=said["opens"].hour * 60 + said["opens"].minute,
            # no clock says the end of a day otherwise
            to_minute=(said["shuts"].hour * 60 + said["shuts"].minute) or 24 * 60,
            level=said["level"],
        )

    def write(self, steps: list[Doing], *, by: Agent) -> Sequence:
        return write_sequence(self.cleaned_data["brand"], self.terms(steps), by=by)

    def change(self, sequence: Sequence, steps: list[Doing], *, by: Agent) -> Sequence:
        version = self.cleaned_data["version"] or 0
        return change_sequence(sequence, self.terms(steps), version=version, by=by)


class AnswerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Reply texts; what was retired says so."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj) if obj.is_active else _("%(name)s (retired: not said)") % {"name": obj}


class StepForm(forms.Form):
    """A row; without a kind it is none."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[("", gettext_lazy("No step")), *StepKind.choices],
        required=False,
    )
    hours = AmountField(
        label=gettext_lazy("After opening hours"),
        min_value=Decimal(0),
        max_value=Decimal(LONGEST // 60),
        decimal_places=1,
        required=False,
    )
    answer = AnswerField(
        label=gettext_lazy("Reply text"),
        queryset=Answer.objects.filter(is_active=True).order_by("name"),
        required=False,
        empty_label=gettext_lazy("Our own words, or the text of the topic"),
    )
    gives = forms.ChoiceField(
        label=gettext_lazy("Gives"),
        choices=[("", gettext_lazy("Nothing")), *((one.value, one.label) for one in THANKS)],
        required=False,
    )
    worth = forms.CharField(
        label=gettext_lazy("Worth"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("5.00, or 10%: a share of the order"),
    )

    def __init__(self, *said: Any, sequence: Sequence | None = None, **more: Any) -> None:
        super().__init__(*said, **more)
        if sequence is not None:
            answers = cast(AnswerField, self.fields["answer"])
            offered = Q(is_active=True) | Q(pk__in=sequence.steps.values("answer"))
            answers.queryset = Answer.objects.filter(offered).order_by("name")

    def clean_worth(self) -> Decimal | int | None:
        """An amount in whole units, or a share as an int; None for nothing."""
        said = str(self.cleaned_data["worth"]).strip().replace(",", ".")
        if not said:
            return None
        try:
            worth: Decimal | int = int(said[:-1]) if said.endswith("%") else Decimal(said)
        except (ValueError, ArithmeticError):
            worth = Decimal("NaN")
        if not Decimal(worth).is_finite() or abs(Decimal(worth)) > MOST_WORTH:
            raise forms.ValidationError(_("Write an amount as 5.00, or a share as 10%."))
        return worth

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        gives = said.get("gives") or said.get("worth") is not None
        if not said.get("kind") and (said.get("answer") or gives):
            self.add_error("kind", _("Choose what this step does, or empty it."))
        elif gives and said.get("kind") != StepKind.THANK:
            self.add_error("gives", _("Only a step that thanks gives something."))
        return said

    def fits(self, currency: str) -> bool:
        """Whether what it gives can be paid; once it is valid otherwise."""
        worth = self.cleaned_data.get("worth")
        try:
            if isinstance(worth, Decimal):
                Money.of(worth, currency)
        except ValueError:
            self.add_error("worth", _("This currency has no such small parts."))
        return self.is_valid()

    def doing(self, currency: str) -> Doing | None:
        said = self.cleaned_data
        if not said.get("kind"):
            return None
        kind, worth = StepKind(said["kind"]), said["worth"]
        thanks = kind is StepKind.THANK
        share = worth if isinstance(worth, int) else None
        money = Money.of(worth, currency) if isinstance(worth, Decimal) else None
        return Doing(
            kind=kind,
            delay_minutes=int((said["hours"] or Decimal(0)) * 60),
            answer=said["answer"],
            gives=Kind(said["gives"]) if thanks and said["gives"] else None,
            amount=money.amount if thanks and money else None,
            percent=share if thanks else None,
        )


class Steps(forms.BaseFormSet):  # type: ignore[type-arg]
    def fit(self, currency: str) -> bool:
        """Whether all that they give can be paid, once they are valid."""
        unfit = [one for one in self.forms if not one.fits(currency)]
        return not unfit

    def doings(self, currency: str) -> list[Doing]:
        found = (one.doing(currency) for one in self.forms)
        return [one for one in found if one is not None]


StepForms = cast(
    type[Steps],
    forms.formset_factory(
        StepForm, formset=Steps, extra=1, max_num=MOST_STEPS, absolute_max=MOST_STEPS
    ),
)


def initial(sequence: Sequence) -> dict[str, Any]:
    play = sequence.play
    return {
        "name": play.name,
        "brand": play.brand,
        "resolutions": sequence.resolutions,
        "channels": sequence.channels,
        "topics": sequence.topics.all(),
        "holdout": play.holdout,
        "opens": _clock(play.from_minute),
        "shuts": _clock(play.to_minute),
        "level": play.level,
        "version": sequence.version,
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


NEW = {"resolutions": [Resolution.SOLVED], "holdout": 10, "opens": "09:00", "shuts": "20:00"}
NEW_STEPS = [{"kind": StepKind.ASK, "hours": 8}]


def initial_steps(sequence: Sequence, currency: str) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "hours": f"{one.delay_minutes / 60:g}",
            "answer": one.answer,
            "gives": one.gives,
            "worth": f"{one.percent}%" if one.percent else _plain(one.amount, currency),
        }
        for one in sequence.steps.all()
    ]


def _plain(amount: int | None, currency: str) -> str:
    return str(Money(amount, currency).decimal) if amount else ""
