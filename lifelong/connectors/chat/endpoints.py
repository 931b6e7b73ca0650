"""Our widgets and what is set for each of them."""

import re
import secrets
from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.models import Topic
from lifelong.lib.errors import NotFound, Refused
from lifelong.lib.statements import Statement, slot

_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?")


class NoOrigin(Refused):
    code = "no-origin"
    status = 422


class Asked(StrEnum):
    """Whether something is asked before the first word."""

    NO = "no"
    MAY = "may"
    MUST = "must"


class Form(BaseModel):
    """What a visitor is asked before the first word."""

    name: Asked = Asked.MAY
    email: Asked = Asked.MAY
    order: Asked = Asked.NO
    photo: Asked = Asked.NO
    topic: Asked = Asked.NO
    #: ids of the topics to choose from
    topics: list[str] = Field(default_factory=list)


class ChatSettings(BaseModel):
    """An endpoint's settings: all that a widget needs beyond its key."""

    #: pages that may show it, such as https://shop.example
    origins: list[str] = Field(default_factory=list)
    #: #rrggbb; "" for the brand's own
    colour: str = ""
    greeting: str = ""
    form: Form = Field(default_factory=Form)


class IdentitySecret(BaseModel):
    """What the shop's server signs identities with. `until`: when it was to be replaced."""

    secret: str
    until: datetime | None = None


class ChatSecrets(BaseModel):
    identity: list[IdentitySecret] = Field(default_factory=list)

    def valid(self, now: datetime) -> list[str]:
        """The newest first."""
        return [one.secret for one in self.identity if one.until is None or one.until > now]


def topics_of(form: Form) -> QuerySet[Topic]:
    """Those that a visitor may choose from."""
    rows = Topic.objects.filter(pk__in=form.topics, is_active=True)
    return rows.select_related("parent__parent").order_by("name")


def settings_of(endpoint: Endpoint) -> ChatSettings:
    return ChatSettings.model_validate(endpoint.settings)


def secrets_of(endpoint: Endpoint) -> ChatSecrets:
    return ChatSecrets.model_validate(endpoint.secrets or {})


def new_key() -> str:
    """A widget's address: public, and not to be guessed from another's."""
    return secrets.token_hex(8)


def find(key: str) -> Endpoint:
    """The widget in use under this key. Raises `NotFound`."""
    found = _FOUND.first(key=key)
    if found is None:
        raise NotFound(_("There is no chat here."))
    return found


_FOUND = Statement(
    lambda: Endpoint.objects.filter(
        channel=Channel.CHAT, address=slot("key"), is_active=True
    ).select_related("inbox__brand", "brand__logo")
)


def origin(said: str) -> str:
    """An origin as browsers compare it: scheme, host, port. Raises `NoOrigin`."""
    spelled = said.strip().rstrip("/").lower()
    if "://" not in spelled:
        spelled = f"https://{spelled}"
    if not _ORIGIN.fullmatch(spelled):
        words = _("%(said)s is no page's origin. It looks like https://shop.example.")
        raise NoOrigin(words % {"said": said})
    return spelled
