"""What of a timeline is looked at: all of it, or what is of one channel or matter."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from lifelong.channels.models import Channel
from lifelong.web.console.forms import NOBODY, uuid_in


@dataclass(frozen=True)
class Sift:
    """Falsy where nothing is left out."""

    channel: str = ""
    contact_id: UUID | None = None

    @classmethod
    def asked(cls, said: QueryDict) -> "Sift":
        """`?on=CHANNEL&about=CONTACT`; what is neither leaves nothing out."""
        channel = said.get("on", "")
        contact_id = uuid_in(said.get("about", ""))
        return cls(
            channel if channel in Channel else "", None if contact_id == NOBODY else contact_id
        )

    @property
    def condition(self) -> Q:
        """Of entries."""
        return Q(
            **({"channel": self.channel} if self.channel else {}),
            **({"contact": self.contact_id} if self.contact_id else {}),
        )

    @property
    def words(self) -> str:
        """As it is asked for, to stand in an address behind "&"; "" for all of it."""
        said = {"on": self.channel, "about": str(self.contact_id or "")}
        asked = urlencode({name: value for name, value in said.items() if value})
        return f"&{asked}" if asked else ""

    def __bool__(self) -> bool:
        return bool(self.channel or self.contact_id)
