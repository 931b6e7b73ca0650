"""What a list asks for: plain values, kept as JSON, said in an address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.channels.models import Channel
from lifelong.conversations.standing import Status
from lifelong.triage.risk import ROUTE

#: owners who are no id
ME, NOBODY = "me", "nobody"
#: waits longer than so many hours; days that were quiet
MOST_HOURS, MOST_DAYS = 24 * 365, 3650


class Order(models.TextChoices):
    WAITING = "waiting", _("Longest wait")
    ACTIVITY = "activity", _("Last activity")


@dataclass(frozen=True)
class Filter:
    """All of it holds at once; what is empty asks nothing. Ids are text."""

    inbox: str = ""
    #: one of `Status`, or "waiting" for new and open
    status: str = ""
    #: an agent's id, `ME` or `NOBODY`
    owner: str = ""
    #: the owner is in this team
    team: str = ""
    channel: str = ""
    #: what a matter of theirs is about, or what stands under that
    topic: str = ""
    #: what a matter of theirs bears
    tag: str = ""
    #: one of `ROUTE`: what is at stake with their open matters
    risk: str = ""
    #: of the customer, "de"
    language: str = ""
    #: waits longer than so many hours
    hours: int | None = None
    #: the last activity lies at least, and at most, so many days back
    quiet: int | None = None
    lately: int | None = None
    #: the timeline holds these words
    words: str = ""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """From an address or from JSON. What makes no sense asks nothing."""
        return cls(**{one.name: _sound(one.name, said.get(one.name)) for one in fields(cls)})

    @property
    def kept(self) -> dict[str, Any]:
        """Only what is asked."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


WAITING = "waiting"
_CHOICES = {
    "status": {WAITING, *Status.values},
    "channel": set(Channel.values),
    "risk": {one.value for one in ROUTE},
}
_IDS = ("inbox", "team", "topic", "tag")
_NUMBERS = {"hours": MOST_HOURS, "quiet": MOST_DAYS, "lately": MOST_DAYS}


def _sound(name: str, said: Any) -> Any:
    if name in _NUMBERS:
        return _number(said, _NUMBERS[name])
    text = " ".join(str(said or "").split())
    if name in _CHOICES:
        return text if text in _CHOICES[name] else ""
    if name in _IDS or (name == "owner" and text not in (ME, NOBODY)):
        return _id(text)
    return text[:12] if name == "language" else text[:200]


def _number(said: Any, most: int) -> int | None:
    text = str(said if said is not None else "").strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        return None
    return min(int(text), most)


def _id(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""
