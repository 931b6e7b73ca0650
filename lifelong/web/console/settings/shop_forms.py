"""A connected shop as a form."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.channels.actions import connecting
from lifelong.channels.models import Brand, Connection
from lifelong.connectors.shopify.shops import ShopSecrets, ShopSettings, secrets_of, settings_of

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?")


class ShopForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("As heroes read it.")
    )
    brand = forms.ModelChoiceField(
        label=gettext_lazy("Brand"), queryset=Brand.objects.order_by("name"), empty_label=None
    )
    domain = forms.CharField(
        label=gettext_lazy("Domain at Shopify"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "lantern.myshopify.com"}),
        help_text=gettext_lazy("What comes from another shop is parked."),
    )
    secret = forms.CharField(
        label=gettext_lazy("Signing secret"),
        required=False,
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy(
            "Shopify shows it below its list of webhooks; of an app it is the client secret."
        ),
    )
    access_token = forms.CharField(
        label=gettext_lazy("Access token"),
        required=False,
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("For asking and acting in the shop. Webhooks do without."),
    )
    api_url = forms.URLField(
        label=gettext_lazy("Address of its API"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Empty: the domain above."),
    )
    is_active = forms.BooleanField(
        label=gettext_lazy("In use"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Otherwise its webhooks are turned away. Shopify tries each again for four hours and "
            "may give up the whole webhook after that."
        ),
    )

    def __init__(self, *args: Any, connection: Connection | None = None, **kwargs: Any) -> None:
        if connection is not None:
            kwargs.setdefault("initial", _initial(connection))
        super().__init__(*args, **kwargs)
        self._known = secrets_of(connection) if connection else ShopSecrets()
        if connection is not None:
            self.fields["brand"].disabled = True
            self.fields["brand"].help_text = _("It stays: amounts are in its currency.")
        for name in ("secret", "access_token"):
            if getattr(self._known, name):
                self.fields[name].help_text = _("There is one. Leave it empty to keep it.")

    def clean_domain(self) -> str:
        said: str = self.cleaned_data["domain"].strip().lower()
        host = urlsplit(said).netloc if "//" in said else said.rstrip("/")
        if not _HOST.fullmatch(host):
            raise forms.ValidationError(_("That is not a domain: lantern.myshopify.com is one."))
        return host

    def clean_secret(self) -> str:
        said: str = self.cleaned_data["secret"].strip()
        if not (said or self._known.secret):
            raise forms.ValidationError(_("Without it nobody could tell its webhooks from forged."))
        return said

    def connect(self, *, by: Agent) -> Connection:
        brand = self.cleaned_data["brand"]
        return connecting.connect("shopify", brand=brand, by=by, **self._said())

    def save(self, connection: Connection, *, by: Agent) -> None:
        active = self.cleaned_data["is_active"]
        connecting.change_connection(connection, is_active=active, by=by, **self._said())

    def _said(self) -> dict[str, Any]:
        said = self.cleaned_data
        api_url = said["api_url"] or f"https://{said['domain']}"
        return {
            "name": said["name"],
            "settings": ShopSettings(domain=said["domain"], api_url=api_url).model_dump(),
            "secrets": self._secrets().model_dump(),
        }

    def _secrets(self) -> ShopSecrets:
        """What was left empty stays; a new secret lets the one before count for a while."""
        said, known = self.cleaned_data, self._known
        is_new = bool(said["secret"]) and said["secret"] != known.secret
        return ShopSecrets(
            secret=said["secret"] or known.secret,
            previous=known.secret if is_new else known.previous,
            access_token=said["access_token"].strip() or known.access_token,
        )


def _initial(connection: Connection) -> dict[str, Any]:
    settings = settings_of(connection)
    own = f"https://{settings.domain}"
    return {
        "name": connection.name,
        "brand": connection.brand_id,
        "domain": settings.domain,
        "api_url": settings.api_url if settings.api_url != own else "",
        "is_active": connection.is_active,
    }
