"""What heroes pin beside a person, and what is unfolded there: topics until now, consent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Channel
from lifelong.conversations import queries
from lifelong.conversations.actions import pinning
from lifelong.conversations.models import EntryKind, Pin
from lifelong.conversations.past import topics_of
from lifelong.conversations.statements import PINS
from lifelong.customers.consents import Consents
from lifelong.customers.models import Consent, Handle, HandleKind, Purpose
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.hints import done
from lifelong.web.console.suggested import here_is


@dataclass(frozen=True)
class PinRow:
    id: UUID
    words: str
    #: a note's words, or a line of its own
    is_note: bool
    by: str
    at: datetime


@door("POST", needs=Verb.ANSWER)
def pins(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """`text`: a line that everybody shall see here."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    pinning.pin(conversation, text=request.POST.get("text", ""), by=request.agent)
    return done(conversation.id)


@door("POST", needs=Verb.ANSWER)
def pinned_note(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    entry = queries.entry(entry_id, visible_to=request.caller)
    pinning.pin_note(entry, by=request.agent)
    return done(entry.conversation_id)


@door("DELETE", needs=Verb.ANSWER)
def pin(request: ConsoleRequest, pin_id: UUID) -> HttpResponse:
    found = Pin.objects.filter(pk=pin_id).select_related("conversation").first()
    if found is None:
        raise NotFound(_("There is no such pin for you."))
    conversation = queries.conversation(found.conversation_id, visible_to=request.caller)
    pinning.unpin(found, by=request.agent)
    return done(conversation.id)


def pins_context(conversation_ids: Collection[UUID]) -> dict[str, Any]:
    """Variables of pins.html."""
    return {"pins": [_row(one) for one in PINS.rows(ids=list(conversation_ids)) if _stands(one)]}


def _stands(pin: Pin) -> bool:
    return pin.entry is None or (pin.entry.redacted_at is None and pin.entry.kind == EntryKind.NOTE)


def _row(pin: Pin) -> PinRow:
    words = pin.entry.text if pin.entry else pin.text
    return PinRow(pin.id, words[:400], pin.entry is not None, pin.agent.name, pin.pinned_at)


@dataclass(frozen=True)
class _Said:
    words: str
    #: when and by what they said so; None: nobody asked
    at: datetime | None
    how: str
    yes: bool


@dataclass(frozen=True)
class _Channel:
    channel: str
    handle: str
    said: list[_Said]


@door("GET", needs=Verb.READ_TEXT)
def consents(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """What we may write to them, by channel, in words."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    handles = [one for one in here_is(conversation).handles if one.kind in _CHANNELS]
    rows = Consent.objects.filter(handle__in=[one.id for one in handles])
    said = {(one.handle_id, one.channel, one.purpose): one for one in rows}
    allowed = Consents(handles)
    found = [
        _Channel(
            channel, one.words, [_said(one, channel, purpose, said, allowed) for purpose in Purpose]
        )
        for one in handles
        for channel in _channels(one, said)
    ]
    return render(request, "console/consents.html", {"channels": found})


_CHANNELS: dict[str, Channel] = {
    HandleKind.EMAIL: Channel.EMAIL,
    HandleKind.PHONE: Channel.SMS,
}
_Known = dict[tuple[UUID, str, str], Consent]


def _channels(handle: Handle, said: _Known) -> list[Channel]:
    """The channel that such a handle is for, and those of which they said something."""
    spoken = {Channel(channel) for held, channel, _purpose in said if held == handle.id}
    return sorted({_CHANNELS[handle.kind], *spoken})


def _said(
    handle: Handle, channel: Channel, purpose: Purpose, said: _Known, allowed: Consents
) -> _Said:
    known = said.get((handle.id, channel, purpose))
    yes = allowed.allow(handle, channel, purpose)
    what = {"what": purpose.label}
    words = _("%(what)s: yes") % what if yes else _("%(what)s: no") % what
    how = str(known.get_how_display()) if known else ""
    return _Said(words[:1].upper() + words[1:], known.at if known else None, how, yes)


@door("GET", needs=Verb.READ_TEXT)
def topics(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """What they wrote about until now: each topic with how often, and when last."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    found = topics_of(conversation, visible_to=request.caller)
    return render(request, "console/topics.html", {"past_topics": found})
