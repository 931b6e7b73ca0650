"""What a kind of play has to say for itself; the common ground does the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.models import Contact, Topic
from lifelong.customers.models import Handle, Purpose
from lifelong.plays.models import Case, Play
from lifelong.plays.waiting import PutOff, Why


@dataclass(frozen=True)
class Way:
    """By which handle and from which address of ours a customer is reached, in which language, and
    the ids of the mails that this goes on with."""

    handle: Handle
    endpoint: Endpoint
    language: str
    answers: Sequence[str] = ()

    @property
    def channel(self) -> Channel:
        return Channel(self.endpoint.channel)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said. `subject` of a mail; `contact`: the matter it goes on with."""

    subject: str
    text: str
    contact: Contact | None = None
    topic: Topic | None = None
    #: ids of why it is said, kept with the entry
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Work:
    """Something that a hero has to look at instead: the matter waits, with a line that says why."""

    #: as `note_event` takes it, with its ids
    what: str
    contact: Contact | None = None
    topic: Topic | None = None
    details: Mapping[str, str] = field(default_factory=dict)


class Playing(Protocol):
    """One kind of play."""

    def purpose(self, case: Case) -> Purpose:
        """What its next step writes for."""

    def halts(self, play: Play) -> str:
        """Why it must not run now, as a sentence; "" if it may."""

    def pointless(self, cases: Sequence[Case]) -> Mapping[UUID, Why | PutOff]:
        """Of these cases, whose next step is due, those that are to be stopped or to wait."""

    def words(self, ready: Sequence[tuple[Case, Way]]) -> Mapping[UUID, Words]:
        """What to say in each case; none for which it is not known."""

    def work(self, cases: Sequence[Case]) -> Mapping[UUID, Work]:
        """Of these cases those whose next step is a hero's, who need not be reached for it."""

    def after(self, case: Case, *, now: datetime) -> datetime | None:
        """When the step after the one just taken is due. None: there is none."""
