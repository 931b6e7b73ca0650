"""A chat widget as a form."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.channels.actions import opening
from lifelong.channels.models import PLAIN, Channel, Endpoint, Inbox
from lifelong.connectors.chat.endpoints import (
    Asked,
    ChatSettings,
    Form,
    NoOrigin,
    new_key,
    origin,
    settings_of,
)
from lifelong.conversations.models import Topic
from lifelong.web.console.choosing import ColourField, InboxField
from lifelong.web.look.brands import colour_of

ASKED = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "order": gettext_lazy("Order"),
    "topic": gettext_lazy("Topic"),
    "photo": gettext_lazy("Photo"),
}
_CHOICES = [
    (Asked.NO, gettext_lazy("not asked")),
    (Asked.MAY, gettext_lazy("if they like")),
    (Asked.MUST, gettext_lazy("always")),
]


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


def _inboxes() -> QuerySet[Inbox]:
    return Inbox.objects.select_related("brand__logo").order_by("brand__name", "name")


class SeenForm(forms.Form):
    """What visitors see of a widget."""

    name = forms.CharField(
        label=gettext_lazy("Shown name"),
        max_length=120,
        help_text=gettext_lazy("What visitors read above the chat."),
    )
    inbox = InboxField(
        label=gettext_lazy("Inbox"),
        queryset=_inboxes(),
        empty_label=None,
    )
    colour = ColourField(label=gettext_lazy("Colour"))
    greeting = forms.CharField(
        label=gettext_lazy("Greeting"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topics = TopicsField(
        label=gettext_lazy("Topics to choose from"),
        # what stands under another comes after it
        queryset=Topic.objects.filter(is_active=True)
        .select_related("parent")
        .order_by(
            Coalesce("parent__name", "name"), F("parent__name").asc(nulls_first=True), "name"
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, said: Any = None, *, endpoint: Endpoint | None = None) -> None:
        super().__init__(said, initial=_initial(endpoint) if endpoint else _first())
        asked = settings_of(endpoint).form if endpoint else Form()
        for name, label in ASKED.items():
            self.fields[f"ask_{name}"] = forms.ChoiceField(
                label=label, choices=_CHOICES, initial=getattr(asked, name).value
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[f"ask_{name}"] for name in ASKED]

    def _said(self, origins: list[str]) -> dict[str, Any]:
        said = self.cleaned_data
        brands = colour_of(said["inbox"].brand)
        settings = ChatSettings(
            origins=origins,
            # the brand's own goes on to follow the brand
            colour="" if said["colour"] == brands else said["colour"],
            greeting=said["greeting"].strip(),
            form=Form(
                topics=[str(one.id) for one in said["topics"]],
                **{name: Asked(said[f"ask_{name}"]) for name in ASKED},
            ),
        )
        return {
            "inbox": said["inbox"],
            "name": said["name"],
            "settings": settings.model_dump(mode="json"),
        }


class WidgetForm(SeenForm):
    """All of it."""

    origins = forms.CharField(
        label=gettext_lazy("Pages that may show it"),
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://shop.example"}
        ),
        help_text=gettext_lazy("One a line. On every other page it stays empty."),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise no page shows it."),
    )

    def clean_origins(self) -> list[str]:
        try:
            return sorted({origin(one) for one in self.cleaned_data["origins"].split()})
        except NoOrigin as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def open(self, *, by: Agent) -> Endpoint:
        return opening.open_endpoint(
            connector="chat",
            channel=Channel.CHAT,
            address=new_key(),
            secrets={},
            by=by,
            **self._said(self.cleaned_data["origins"]),
        )

    def save(self, endpoint: Endpoint, *, by: Agent) -> None:
        opening.change_endpoint(
            endpoint,
            secrets=endpoint.secrets or {},
            is_active=self.cleaned_data["is_active"],
            by=by,
            **self._said(self.cleaned_data["origins"]),
        )


class PreviewForm(SeenForm):
    """Half of a form is enough: a name may be missing."""

    def __init__(self, said: Any) -> None:
        super().__init__(said)
        self.fields["name"].required = False

    def unsaved(self) -> Endpoint:
        said = self._said(origins=[])
        brand = said["inbox"].brand
        return Endpoint(channel=Channel.CHAT, brand=brand, **said)


def _first() -> dict[str, Any]:
    """Of a new one: in the colour of the brand whose inbox stands first."""
    inbox = _inboxes().first()
    return {"colour": colour_of(inbox.brand) if inbox else PLAIN, "is_active": True}


def _initial(endpoint: Endpoint) -> dict[str, Any]:
    settings = settings_of(endpoint)
    return {
        "name": endpoint.name,
        "inbox": endpoint.inbox_id,
        "origins": "\n".join(settings.origins),
        "colour": settings.colour or colour_of(endpoint.brand),
        "greeting": settings.greeting,
        "topics": settings.form.topics,
        "is_active": endpoint.is_active,
    }
