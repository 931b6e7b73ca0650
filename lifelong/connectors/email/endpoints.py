"""Our mail addresses and what is set for each of them."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pydantic import BaseModel, Field

from lifelong.channels.models import Channel, Endpoint

#: seconds until a changed endpoint is seen by every process
FRESH = 5.0


class MailSettings(BaseModel):
    """An endpoint's settings: all that mail needs beyond its address."""

    #: names under which our own receiving hop signs its Authentication-Results
    authserv_ids: list[str] = Field(default_factory=list)
    #: from where that hop hands mail to us: addresses or networks; what anybody else hands over
    #: may say what it likes
    trusted_hops: list[str] = Field(default_factory=lambda: ["127.0.0.0/8", "::1"])
    #: who may name a customer in Reply-To or in the text, as a contact form does: addresses, or
    #: whole domains as @forms.example; beside those that everybody knows
    relays: list[str] = Field(default_factory=list)
    #: answer a first message by an automatic acknowledgement with these words; "" for none
    acknowledgement: str = ""


class MailSecrets(BaseModel):
    """`relay`: smtp://user:password@host:587 (STARTTLS where offered), smtps://..., or
    outbox: to keep mails in LIFELONG_HOME/outbox and send nothing."""

    relay: str = "outbox:"


def settings_of(endpoint: Endpoint) -> MailSettings:
    return MailSettings.model_validate(endpoint.settings)


def secrets_of(endpoint: Endpoint) -> MailSecrets:
    return MailSecrets.model_validate(endpoint.secrets or {})


def without_tag(address: str) -> str:
    """support+r.token@brand -> support@brand"""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


@dataclass
class AddressBook:
    """The active mail endpoints by address, at most FRESH seconds old."""

    _by_address: dict[str, Endpoint] = field(default_factory=dict)
    _read_at: float = -FRESH

    def find(self, addresses: Iterable[str]) -> Endpoint | None:
        """The endpoint that one of these addresses is, with or without a tag."""
        known = self._fresh()
        for address in addresses:
            found = known.get(address.strip().lower()) or known.get(without_tag(address))
            if found:
                return found
        return None

    def addresses(self) -> frozenset[str]:
        return frozenset(self._fresh())

    def is_fresh(self) -> bool:
        """Whether the next question needs no database."""
        return time.monotonic() - self._read_at <= FRESH

    def renew(self) -> None:
        rows = Endpoint.objects.filter(channel=Channel.EMAIL, is_active=True)
        self._by_address = {row.address: row for row in rows}
        self._read_at = time.monotonic()

    def _fresh(self) -> dict[str, Endpoint]:
        if not self.is_fresh():
            self.renew()
        return self._by_address


@cache
def address_book() -> AddressBook:
    """This process's book."""
    return AddressBook()
