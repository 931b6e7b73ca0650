"""Whom an answer reaches, by which channel, and from which address of ours."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.models import Contact, Entry, EntryKind
from lifelong.customers.consents import stop_of
from lifelong.customers.models import Handle, HandleKind
from lifelong.lib.errors import Refused

#: channels on which one can write to somebody who has not written there: by which handle
REACH = {Channel.EMAIL: HandleKind.EMAIL, Channel.SMS: HandleKind.PHONE}


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

    @property
    def channel(self) -> Channel:
        return Channel(self.endpoint.channel)

    def check(self) -> None:
        """Raises `Stopped`, or `NobodyToWriteTo` for what takes no answers."""
        if self.channel is Channel.SMS and not self.handle.value.startswith("+"):
            raise NobodyToWriteTo(_("A machine texted from there: it takes no answers."))
        if stop_of(self.handle, self.channel) is not None:
            raise Stopped(
                _("They have asked for no more messages here: answer in another way.")
                if self.channel is not Channel.SMS
                else _(
                    "They texted STOP, so no text reaches them. Answer in another way; they can "
                    "text START to take it back."
                )
            )


def way_to(contact: Contact, channel: str = "") -> Way:
    """How an answer to this contact leaves: as its customer wrote last, or by `channel`.

    Raises `NobodyToWriteTo`.
    """
    ways = ways_to(contact)
    for way in ways:
        if channel in ("", way.channel):
            return way
    raise NobodyToWriteTo(_("There is no address to write to on this channel."))


def ways_to(contact: Contact) -> Iterator[Way]:
    """Every way, one for each channel; first the one by which the customer wrote last."""
    first = _as_they_wrote(contact)
    if first is not None:
        yield first
    for channel, kind in REACH.items():
        if first is not None and channel is first.channel:
            continue
        if (other := _reaching(contact, channel, kind)) is not None:
            yield other


def _as_they_wrote(contact: Contact) -> Way | None:
    last = (
        Entry.objects.filter(contact=contact, kind=EntryKind.MESSAGE_IN)
        .select_related("handle", "message__endpoint")
        .order_by("-position")
        .first()
    )
    if last is not None and last.handle is not None:
        endpoint = last.message.endpoint or contact.endpoint
        return Way(last.handle, endpoint) if endpoint is not None else None
    if contact.endpoint is None or (kind := REACH.get(Channel(contact.endpoint.channel))) is None:
        return None
    handle = _handle(contact, kind)
    return Way(handle, contact.endpoint) if handle is not None else None


def _reaching(contact: Contact, channel: Channel, kind: HandleKind) -> Way | None:
    """The same brand's oldest address on the channel, and the customer's handle there."""
    if (handle := _handle(contact, kind)) is None:
        return None
    ours = Endpoint.objects.filter(channel=channel, is_active=True)
    written_to = contact.endpoint or contact.conversation.inbox
    endpoint = ours.filter(brand_id=written_to.brand_id).order_by("id").first()
    return Way(handle, endpoint) if endpoint is not None else None


def _handle(contact: Contact, kind: HandleKind) -> Handle | None:
    """One that was proved, else one that was claimed; the newest."""
    known = contact.customer.handles.filter(kind=kind)
    proved = known.filter(proved_at__isnull=False)
    return proved.order_by("-proved_at").first() or known.order_by("-claimed_at").first()
