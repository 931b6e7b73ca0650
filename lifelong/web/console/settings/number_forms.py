"""A number of ours at Twilio as a form."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.channels.actions import opening
from lifelong.channels.models import Channel, Endpoint, Inbox
from lifelong.connectors.twilio.endpoints import (
    TextSecrets,
    TextSettings,
    secrets_of,
    settings_of,
)
from lifelong.connectors.twilio.outbox import KEPT_HERE
from lifelong.customers.phones import normalise
from lifelong.web.console.choosing import InboxField

_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
_SHORT_CODE = re.compile(r"\d{3,8}")
_QUIET = {"autocomplete": "off", "spellcheck": "false"}


class NumberForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=40,
        help_text=gettext_lazy("With the country's code, as in +49 1573 5990000."),
        widget=forms.TextInput(attrs={"inputmode": "tel", **_QUIET}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("What we call it. Customers see the number alone."),
    )
    inbox = InboxField(
        label=gettext_lazy("Inbox"),
        queryset=Inbox.objects.select_related("brand").order_by("brand__name", "name"),
        empty_label=None,
    )
    account = forms.CharField(
        label=gettext_lazy("Account SID"),
        max_length=34,
        help_text=gettext_lazy("It begins with AC; Twilio's console shows it."),
        widget=forms.TextInput(attrs=_QUIET),
    )
    token = forms.CharField(
        label=gettext_lazy("Auth token"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
        help_text=gettext_lazy("It signs what Twilio sends us, and lets us send."),
    )
    api = forms.CharField(
        label=gettext_lazy("Twilio's interface"),
        initial=TextSettings().api,
        help_text=gettext_lazy("Another address only for another region or a test server."),
        widget=forms.URLInput(attrs=_QUIET),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise Twilio is turned away, and keeps nothing for us."),
    )

    def __init__(self, *args: Any, endpoint: Endpoint | None = None, **kwargs: Any) -> None:
        if endpoint is not None:
            kwargs.setdefault("initial", _initial(endpoint))
        super().__init__(*args, **kwargs)
        self.known_token = secrets_of(endpoint).token if endpoint else ""
        if endpoint is not None:
            self.fields["address"].disabled = True
            self.fields["address"].help_text = _("It stays: messages point to it.")
        if self.known_token:
            self.fields["token"].help_text = _("One is set. Leave it empty to keep it.")

    def clean_address(self) -> str:
        said = str(self.cleaned_data["address"]).strip()
        if _SHORT_CODE.fullmatch(said):
            return said
        if (number := normalise(said)) is None:
            raise forms.ValidationError(
                _("That is no phone number. Write it with + and the country's code.")
            )
        return number

    def clean_account(self) -> str:
        said = str(self.cleaned_data["account"]).strip()
        if not _ACCOUNT.fullmatch(said):
            raise forms.ValidationError(
                _("An Account SID is AC and 32 digits or letters from a to f.")
            )
        return said

    def clean_token(self) -> str:
        said = str(self.cleaned_data["token"]).strip() or self.known_token
        if not said:
            raise forms.ValidationError(_("Without it nothing can be checked or sent."))
        return said

    def clean_api(self) -> str:
        said = str(self.cleaned_data["api"]).strip().rstrip("/")
        if said == KEPT_HERE:
            return said
        try:
            where = urlsplit(said)
            sound = where.scheme in ("http", "https") and bool(where.hostname)
            sound = sound and "@" not in where.netloc and (where.port is None or where.port > 0)
        except ValueError:
            sound = False
        if not sound:
            raise forms.ValidationError(_("That is no address that begins with https://."))
        return said

    def open(self, *, by: Agent) -> Endpoint:
        return opening.open_endpoint(
            channel=Channel.SMS,
            connector="twilio",
            address=self.cleaned_data["address"],
            by=by,
            **self._said(),
        )

    def save(self, endpoint: Endpoint, *, by: Agent) -> None:
        active = self.cleaned_data["is_active"]
        opening.change_endpoint(endpoint, is_active=active, by=by, **self._said())

    def _said(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "inbox": said["inbox"],
            "name": said["name"],
            "settings": TextSettings(account=said["account"], api=said["api"]).model_dump(),
            "secrets": TextSecrets(token=said["token"]).model_dump(),
        }


class TestTextForm(forms.Form):
    to = forms.CharField(
        label=gettext_lazy("Send a test text to"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "placeholder": "+49 …", **_QUIET}),
    )

    def clean_to(self) -> str:
        if (number := normalise(self.cleaned_data["to"])) is None:
            raise forms.ValidationError(
                _("That is no phone number. Write it with + and the country's code.")
            )
        return number


def _initial(endpoint: Endpoint) -> dict[str, Any]:
    settings = settings_of(endpoint)
    return {
        "address": endpoint.address,
        "name": endpoint.name,
        "inbox": endpoint.inbox_id,
        "account": settings.account,
        "api": settings.api,
        "is_active": endpoint.is_active,
    }
