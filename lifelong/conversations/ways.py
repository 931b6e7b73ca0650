"""Whom an answer reaches, by which channel, and from which address of ours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.models import Contact, Entry
from lifelong.conversations.statements import LAST_WORDS
from lifelong.customers.models import Consent, Customer, Handle, HandleKind, Purpose
from lifelong.lib.errors import Refused
from lifelong.lib.statements import Statement, among, slot

#: channels on which one can write to somebody who has not written there: by which handle
REACH: dict[str, str] = {Channel.EMAIL: HandleKind.EMAIL, Channel.SMS: HandleKind.PHONE}


class NobodyToWriteTo(Refused):
    code = "nobody-to-write-to"
    status = 422


class Stopped(Refused):
    """They have asked not to be written to in this way."""

    code = "stopped"
    status = 422


@dataclass(frozen=True)
class Way:
    handle: Handle
    endpoint: Endpoint
    #: its holder wants no messages there
    stopped: bool

    @property
    def channel(self) -> Channel:
        return Channel(self.endpoint.channel)

    def check(self) -> None:
        """Raises `Stopped`, or `NobodyToWriteTo` for what takes no answers."""
        is_phone = self.handle.kind == HandleKind.PHONE
        if is_phone and not self.handle.value.startswith("+"):
            raise NobodyToWriteTo(_("A machine texted from there: it takes no answers."))
        if self.stopped and self.channel is Channel.SMS:
            raise Stopped(
                _(
                    "They texted STOP, so no text reaches them. Answer in another way; they can "
                    "text START to take it back."
                )
            )
        if self.stopped:
            raise Stopped(_("They want no more messages here: answer in another way."))


def way_to(contact: Contact, channel: str = "") -> Way:
    """How an answer to this contact leaves: as its customer wrote last, or by `channel`.

    Raises `NobodyToWriteTo`.
    """
    for way in ways_to(contact):
        if channel in ("", way.channel):
            return way
    raise NobodyToWriteTo(_("There is no address to write to on this channel."))


def ways_to(contact: Contact, handles: Sequence[Handle] | None = None) -> Iterator[Way]:
    """Every way, one for each channel; those by which the customer wrote first, newest first.

    `handles`: all of the person, where they are at hand.
    """
    handles = _handles_of(contact) if handles is None else handles
    stops = _stops(handles)
    written = [(one.message.endpoint or contact.endpoint, one.handle_id) for one in _said(contact)]
    found: set[str] = set()
    for endpoint, handle_id in written or [(contact.endpoint, None)]:
        if endpoint is None or endpoint.channel in found:
            continue
        held = next((one for one in handles if one.id == handle_id), None)
        if (handle := held or _best(handles, endpoint.channel)) is not None:
            found.add(endpoint.channel)
            yield Way(handle, endpoint, (handle.id, endpoint.channel) in stops)
    for channel in REACH:
        if channel in found or (handle := _best(handles, channel)) is None:
            continue
        if (endpoint := _ours(contact, channel)) is not None:
            yield Way(handle, endpoint, (handle.id, channel) in stops)


def _said(contact: Contact) -> list[Entry]:
    """Their last words on each channel, the newest first."""
    found = LAST_WORDS.rows(contact=contact.id)
    return sorted(found, key=lambda one: (one.placed_at, one.position), reverse=True)


def _handles_of(contact: Contact) -> list[Handle]:
    """All of the person."""
    return _HELD.rows(one=contact.customer_id)


def _person() -> QuerySet[Customer]:
    one = slot("one")
    return Customer.objects.filter(Q(pk=one) | Q(lead=one) | Q(joined=one) | Q(lead__joined=one))


_HELD = Statement(lambda: Handle.objects.filter(customer__in=_person()))
_STOPS = Statement(
    lambda: Consent.objects.filter(among("handle", "phones"), given=False, purpose=Purpose.ANSWERS)
)


def _stops(handles: Sequence[Handle]) -> set[tuple[UUID, str]]:
    """The handles, and the channels on which their holder wants no messages there."""
    # mails are answered as long as they come
    phones = [one.id for one in handles if one.kind == HandleKind.PHONE]
    if not phones:
        return set()
    return {(one.handle_id, one.channel) for one in _STOPS.rows(phones=phones)}


def _best(handles: Sequence[Handle], channel: str) -> Handle | None:
    """The newest that was proved, else the newest that was claimed."""
    fit = [one for one in handles if one.kind == REACH.get(channel)]
    return max(fit, key=lambda one: (one.is_proved, one.proved_at or one.claimed_at), default=None)


def _ours(contact: Contact, channel: str) -> Endpoint | None:
    """The same brand's oldest address on the channel."""
    written_to = contact.endpoint or contact.conversation.inbox
    return _OURS.first(channel=str(channel), brand=written_to.brand_id)


_OURS = Statement(
    lambda: Endpoint.objects.filter(
        channel=slot("channel"), is_active=True, brand_id=slot("brand")
    ).order_by("id")
)
