"""Brands, inboxes and mail addresses as forms."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent, Team
from lifelong.channels.actions import opening
from lifelong.channels.actions.branding import MOST_BYTES, NoLogo, kind_of_logo, save_brand
from lifelong.channels.models import Brand, Channel, Endpoint, Inbox
from lifelong.connectors.email.endpoints import MailSecrets, MailSettings, secrets_of, settings_of
from lifelong.connectors.email.hops import network
from lifelong.connectors.email.relay import KEPT_HERE, NoRelay, checked, host_of
from lifelong.web.console.choosing import ColourField, InboxField, currency_field, zone_field


class BrandForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    zone = zone_field()
    currency = currency_field()
    accent = ColourField(
        label=gettext_lazy("Colour"),
        help_text=gettext_lazy("Above the chat, and above pages that customers open."),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
        help_text=gettext_lazy(
            "A square PNG, JPEG, WebP or GIF of at most 200 kB. It is shown small, on white."
        ),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    def clean_logo(self) -> bytes | None:
        """None: nothing was chosen."""
        chosen = self.cleaned_data["logo"]
        if chosen is None:
            return None
        content: bytes = chosen.read(MOST_BYTES + 1)
        try:
            kind_of_logo(content)
        except NoLogo as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return content

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.errors and said.get("logo"):
            # no page can give a browser its file back
            self.add_error("logo", _("Choose the logo again."))
        return said

    def save(self, brand: Brand) -> Brand:
        said = {**self.cleaned_data}
        if said.pop("without_logo") and said["logo"] is None:
            said["logo"] = b""
        return save_brand(brand, **said)


class InboxForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    brand = forms.ModelChoiceField(
        label=gettext_lazy("Brand"), queryset=Brand.objects.order_by("name"), empty_label=None
    )
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Heroes"),
        queryset=Agent.objects.filter(is_active=True).order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    teams = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Teams"),
        queryset=Team.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class EndpointForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("Address"), help_text=gettext_lazy("What customers write to.")
    )
    name = forms.CharField(
        label=gettext_lazy("Shown name"),
        max_length=120,
        help_text=gettext_lazy("The sender that customers read."),
    )
    inbox = InboxField(
        label=gettext_lazy("Inbox"),
        queryset=Inbox.objects.select_related("brand").order_by("brand__name", "name"),
        empty_label=None,
    )
    sending = forms.ChoiceField(
        label=gettext_lazy("Answers are"),
        choices=[
            ("relay", gettext_lazy("Sent through a relay")),
            ("kept", gettext_lazy("Kept on this machine, nothing is sent")),
        ],
        widget=forms.RadioSelect,
        initial="kept",
    )
    relay = forms.CharField(
        label=gettext_lazy("Relay"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "smtp://user:password@mail.example:587",
            }
        ),
    )
    authserv_ids = forms.CharField(
        label=gettext_lazy("Names of trusted hops"),
        required=False,
        help_text=gettext_lazy(
            "Names under which your own mail server signs its Authentication-Results, with blanks "
            "between. Without one, nobody's address counts as proved."
        ),
    )
    trusted_hops = forms.CharField(
        label=gettext_lazy("Addresses of trusted hops"),
        required=False,
        initial=" ".join(MailSettings().trusted_hops),
        help_text=gettext_lazy(
            "IP addresses or networks from which that server hands mail over. It must take out "
            "Authentication-Results that others wrote in its name."
        ),
    )
    relays = forms.CharField(
        label=gettext_lazy("Contact forms"),
        required=False,
        help_text=gettext_lazy(
            "Addresses, or domains such as @forms.example, that write for a customer and name "
            "them in Reply-To. Nobody else's Reply-To is believed."
        ),
    )
    acknowledgement = forms.CharField(
        label=gettext_lazy("Acknowledgement"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Answers a first message at once. Empty: nothing is answered."),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise what arrives here is parked."),
    )

    def __init__(self, *args: Any, endpoint: Endpoint | None = None, **kwargs: Any) -> None:
        if endpoint is not None:
            kwargs.setdefault("initial", _initial(endpoint))
        super().__init__(*args, **kwargs)
        self.known = secrets_of(endpoint).relay if endpoint else KEPT_HERE
        if endpoint is not None:
            self.fields["address"].disabled = True
            self.fields["address"].help_text = _("It stays: messages point to it.")
        if self.known_host:
            self.fields["relay"].help_text = _("Now %(host)s. Leave it empty to keep it.") % {
                "host": self.known_host
            }

    @property
    def known_host(self) -> str:
        return host_of(self.known)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        try:
            said["relay_url"] = self._relay(said)
        except NoRelay as wrong:
            self.add_error("relay", str(wrong))
        return said

    def clean_trusted_hops(self) -> list[str]:
        return [_network(one) for one in _words(self.cleaned_data["trusted_hops"])]

    def _relay(self, said: dict[str, Any]) -> str:
        if said.get("sending") == "kept":
            return KEPT_HERE
        if said.get("relay"):
            return checked(said["relay"])
        if self.known_host:
            return self.known
        raise NoRelay(_("Which relay? It looks like smtp://user:password@host:587."))

    def open(self, *, by: Agent) -> Endpoint:
        return opening.open_endpoint(
            channel=Channel.EMAIL, address=self.cleaned_data["address"], by=by, **self._said()
        )

    def save(self, endpoint: Endpoint, *, by: Agent) -> None:
        active = self.cleaned_data["is_active"]
        opening.change_endpoint(endpoint, is_active=active, by=by, **self._said())

    def _said(self) -> dict[str, Any]:
        said = self.cleaned_data
        settings = MailSettings(
            authserv_ids=_words(said["authserv_ids"]),
            trusted_hops=said["trusted_hops"],
            relays=_words(said["relays"]),
            acknowledgement=said["acknowledgement"].strip(),
        )
        return {
            "inbox": said["inbox"],
            "name": said["name"],
            "settings": settings.model_dump(),
            "secrets": MailSecrets(relay=said["relay_url"]).model_dump(),
        }


def _words(said: str) -> list[str]:
    return [one for one in re.split(r"[\s,;]+", said) if one]


def _network(said: str) -> str:
    try:
        return str(network(said))
    except ValueError:
        words = _("%(said)s is no IP address or network.") % {"said": said}
        raise forms.ValidationError(words) from None


def _initial(endpoint: Endpoint) -> dict[str, Any]:
    settings = settings_of(endpoint)
    return {
        "address": endpoint.address,
        "name": endpoint.name,
        "inbox": endpoint.inbox_id,
        "sending": "relay" if host_of(secrets_of(endpoint).relay) else "kept",
        "authserv_ids": " ".join(settings.authserv_ids),
        "trusted_hops": " ".join(settings.trusted_hops),
        "relays": " ".join(settings.relays),
        "acknowledgement": settings.acknowledgement,
        "is_active": endpoint.is_active,
    }
