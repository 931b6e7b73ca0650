"""A tracking feed, or a carrier that is asked, as a form."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.models import Agent
from lifelong.channels.actions import connecting
from lifelong.channels.models import Brand, Connection
from lifelong.lib.ids import new_key


@dataclass(frozen=True)
class Vendor:
    """Whom one may connect: a feed that tells, or a carrier that is asked."""

    label: str
    connector: str
    #: what it wants us to know, by our names
    secrets: tuple[str, ...]
    #: where to find that, and where the hook's address goes
    where: Promise

    @property
    def is_asked(self) -> bool:
        return self.connector == "carriers"


_KEYS = gettext_lazy("The keys of its web service, from its developer pages.")
VENDORS = {
    "easypost": Vendor(
        "EasyPost",
        "easypost",
        ("secret",),
        gettext_lazy("In EasyPost: Webhooks. Choose a secret there and write it here, too."),
    ),
    "aftership": Vendor(
        "AfterShip",
        "aftership",
        ("secret",),
        gettext_lazy("In AfterShip: Settings, Webhooks shows its secret."),
    ),
    "shippo": Vendor(
        "Shippo",
        "shippo",
        (),
        gettext_lazy("In Shippo: Settings, API, Webhooks. Event: track_updated."),
    ),
    "canadapost": Vendor("Canada Post", "carriers", ("key", "password"), _KEYS),
    "fedex": Vendor("FedEx", "carriers", ("key", "password", "account", "meter"), _KEYS),
    "stamps": Vendor("Stamps.com", "carriers", ("key",), _KEYS),
    "usps": Vendor("USPS", "carriers", ("key",), _KEYS),
}
_LABELS = {
    "secret": gettext_lazy("Signing secret"),
    "key": gettext_lazy("Key"),
    "password": gettext_lazy("Password"),
    "account": gettext_lazy("Account number"),
    "meter": gettext_lazy("Meter number"),
}


def vendor_of(connection: Connection) -> str:
    """Its name in `VENDORS`."""
    if connection.connector == "carriers":
        return str(connection.settings.get("carrier", ""))
    return connection.connector


class FeedForm(forms.Form):
    vendor = forms.ChoiceField(
        choices=[(name, one.label) for name, one in VENDORS.items()], widget=forms.HiddenInput()
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("As heroes read it.")
    )
    brand = forms.ModelChoiceField(
        label=gettext_lazy("Brand"), queryset=Brand.objects.order_by("name"), empty_label=None
    )
    api_url = forms.URLField(
        label=gettext_lazy("Address of its service"),
        assume_scheme="https",
        help_text=gettext_lazy("What comes before the paths of its questions."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(
        self, *args: Any, vendor: str, connection: Connection | None = None, **kwargs: Any
    ) -> None:
        if connection is not None:
            kwargs.setdefault("initial", _initial(connection))
        super().__init__(*args, **kwargs)
        self.fields["vendor"].initial = vendor
        self.about = VENDORS[vendor]
        self._vendor = vendor
        self._known: dict[str, Any] = (connection.secrets or {}) if connection else {}
        if connection is not None:
            self.fields["brand"].disabled = True
        if not self.about.is_asked:
            del self.fields["api_url"]
        for name in self.about.secrets:
            self.fields[name] = self._secret_field(name)

    def _secret_field(self, name: str) -> forms.CharField:
        is_known = bool(self._known.get(name))
        return forms.CharField(
            label=_LABELS[name],
            required=not is_known,
            max_length=300,
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            help_text=_("There is one. Leave it empty to keep it.") if is_known else "",
        )

    @property
    def secret_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.about.secrets]

    def connect(self, *, by: Agent) -> Connection:
        brand = self.cleaned_data["brand"]
        return connecting.connect(self.about.connector, brand=brand, by=by, **self._said())

    def save(self, connection: Connection, *, by: Agent) -> None:
        active = self.cleaned_data["is_active"]
        connecting.change_connection(connection, is_active=active, by=by, **self._said())

    def _said(self) -> dict[str, Any]:
        said = self.cleaned_data
        secrets = {
            name: said[name].strip() or self._known.get(name, "") for name in self.about.secrets
        }
        if not self.about.secrets:
            # it signs with a token of ours
            secrets = {"secret": self._known.get("secret") or new_key()}
        settings = (
            {"carrier": self._vendor, "api_url": said["api_url"]} if self.about.is_asked else {}
        )
        return {"name": said["name"], "settings": settings, "secrets": secrets}


def _initial(connection: Connection) -> dict[str, Any]:
    return {
        "name": connection.name,
        "brand": connection.brand_id,
        "api_url": connection.settings.get("api_url", ""),
        "is_active": connection.is_active,
    }
