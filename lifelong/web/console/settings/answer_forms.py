"""A reply text as a form: about it, and its words in each language."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Kind
from lifelong.conversations.models import Topic
from lifelong.knowledge.actions.writing import Fits, UnfitAnswer, Words, change_answer, write_answer
from lifelong.knowledge.models import Answer, AnswerText

MOST_WORDS = 20_000
#: a language that is written for the first time
NEW = "new"


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Topics with what they stand under."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class AnswerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    shortcut = forms.CharField(
        label=gettext_lazy("Shortcut"),
        max_length=41,
        help_text=gettext_lazy("What heroes type after “/”: one short word."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    brand = forms.ModelChoiceField(
        label=gettext_lazy("Brand"),
        queryset=Brand.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Every brand"),
    )
    channel_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("It fits"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick none and it fits everywhere."),
    )
    topics = TopicsField(
        label=gettext_lazy("It is about"),
        queryset=Topic.objects.filter(is_active=True).select_related("parent__parent"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("With these topics it stands first. Tick none for any matter."),
    )
    #: which version the writer had before their eyes
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def write(self, texts: dict[str, Words], *, by: Agent) -> Answer:
        said = self.cleaned_data
        return write_answer(
            name=said["name"], shortcut=said["shortcut"], texts=texts, fits=self._fits(), by=by
        )

    def change(self, answer: Answer, texts: dict[str, Words], *, by: Agent) -> Answer:
        said = self.cleaned_data
        return change_answer(
            answer,
            name=said["name"],
            shortcut=said["shortcut"],
            texts=texts,
            fits=self._fits(),
            version=said["version"] or 0,
            by=by,
        )

    def _fits(self) -> Fits:
        said = self.cleaned_data
        kinds = [Kind(one) for one in said["channel_kinds"]]
        return Fits(brand=said["brand"], topics=list(said["topics"]), channel_kinds=kinds)


def initial(answer: Answer) -> dict[str, Any]:
    return {
        "name": answer.name,
        "shortcut": answer.shortcut,
        "brand": answer.brand,
        "channel_kinds": answer.channel_kinds,
        "topics": answer.topics.all(),
        "version": answer.version,
    }


@dataclass(frozen=True)
class Column:
    """The words in one language; `language` is `NEW` where it has yet to be named."""

    language: str
    subject: str = ""
    body: str = ""


def columns(texts: list[AnswerText], languages: list[str]) -> list[Column]:
    """What there is, a place for each language that our brands speak, and for another."""
    written = {one.language: Column(one.language, one.subject, one.body) for one in texts}
    known = list(dict.fromkeys([*languages, *written])) or ["en"]
    return [written.get(one, Column(one)) for one in known] + [Column(NEW)]


def said_texts(said: QueryDict) -> dict[str, Words]:
    """The texts in a form, by language: `body-de`, `subject-de`; and that of a new one."""
    texts = {}
    for name in said:
        kind, _dash, language = name.partition("-")
        if kind != "body" or not language:
            continue
        spoken = said.get("language-new", "") if language == NEW else language
        body = said.get(name, "")[:MOST_WORDS]
        subject = said.get(f"subject-{language}", "")
        if not (body.strip() or subject.strip()):
            continue
        if language == NEW and _said_in(spoken, said):
            raise UnfitAnswer(
                _("There is a text in “%(code)s” already. Change that one.") % {"code": spoken}
            )
        texts[spoken] = Words(body, subject)
    return texts


def _said_in(code: str, said: QueryDict) -> bool:
    written = (name.removeprefix("body-") for name in said if name.startswith("body-"))
    like = code.strip().replace("_", "-").lower()
    return any(one.lower() == like and said.get(f"body-{one}", "").strip() for one in written)


def said_columns(said: QueryDict) -> list[Column]:
    """The same, to be shown again as they were typed."""
    names = [name.removeprefix("body-") for name in said if name.startswith("body-")]
    return [
        Column(one, said.get(f"subject-{one}", ""), said.get(f"body-{one}", "")) for one in names
    ]


def brand_languages(brand_id: UUID | None = None) -> list[str]:
    """Which languages our brands speak, or this one, the first first."""
    rows = Brand.objects.filter(pk=brand_id) if brand_id else Brand.objects.order_by("name")
    spoken = rows.values_list("languages", flat=True)
    return list(dict.fromkeys(one for each in spoken for one in each))
