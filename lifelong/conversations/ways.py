"""Whom an answer reaches, by which channel, and from which address of ours."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
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
    return first_of(ways_to(contact), channel)


def first_of(ways: Iterable[Way], channel: str = "") -> Way:
    """Raises `NobodyToWriteTo`."""
    for way in ways:
        if channel in ("", way.channel):
            return way
    raise NobodyToWriteTo(_("There is no address to write to on this channel."))


def ways_to(contact: Contact, handles: Sequence[Handle] | None = None) -> Iterator[Way]:
    """Every way, one for each channel; those by which the customer wrote first, newest first.

    `handles`: all of the person, where they are at hand.
    """
    handles = _HELD.rows(one=contact.customer_id) if handles is None else handles
    return _ways(contact, handles, _stops(handles), _said([contact.id])[contact.id], _ours)


def ways_to_each(contacts: Sequence[Contact]) -> dict[UUID, list[Way]]:
    """The same of many, by contact: for all of them it asks as much as for one."""
    prefetch_related_objects(contacts, "customer", "endpoint", "conversation__inbox")
    held = _held_by({one.customer.person_id for one in contacts})
    stops = _stops([one for some in held.values() for one in some])
    said = _said([one.id for one in contacts])
    ours = _ours_each({_brand_id(one) for one in contacts})

    def ways(one: Contact) -> Iterator[Way]:
        return _ways(one, held.get(one.customer.person_id, []), stops, said[one.id], ours)

    return {one.id: list(ways(one)) for one in contacts}


#: the address of a brand on a channel
_Ours = Callable[[UUID, str], Endpoint | None]


def _ways(
    contact: Contact,
    handles: Sequence[Handle],
    stops: set[tuple[UUID, str]],
    said: Sequence[Entry],
    ours: _Ours,
) -> Iterator[Way]:
    """`said`: their last words on each channel, the newest first."""
    written = [(one.message.endpoint or contact.endpoint, one.handle_id) for one in said]
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
        if (endpoint := ours(_brand_id(contact), channel)) is not None:
            yield Way(handle, endpoint, (handle.id, channel) in stops)


def _said(contact_ids: Sequence[UUID]) -> dict[UUID, list[Entry]]:
    found: dict[UUID, list[Entry]] = {one: [] for one in contact_ids}
    for entry in LAST_WORDS.rows(contacts=contact_ids):
        assert entry.contact_id is not None
        found[entry.contact_id].append(entry)
    for said in found.values():
        said.sort(key=lambda one: (one.placed_at, one.position), reverse=True)
    return found


def _held_by(person_ids: Collection[UUID]) -> dict[UUID, list[Handle]]:
    """All handles of each of these people."""
    theirs = Q(customer__in=person_ids) | Q(customer__lead__in=person_ids)
    found: dict[UUID, list[Handle]] = {}
    for one in Handle.objects.filter(theirs).select_related("customer").order_by("id"):
        found.setdefault(one.customer.person_id, []).append(one)
    return found


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


def _brand_id(contact: Contact) -> UUID:
    return (contact.endpoint or contact.conversation.inbox).brand_id


def _ours(brand_id: UUID, channel: str) -> Endpoint | None:
    """The brand's oldest address on the channel."""
    return _OURS.first(channel=str(channel), brand=brand_id)


def _ours_each(brand_ids: Collection[UUID]) -> _Ours:
    """The same, asked at once for all of these."""
    rows = Endpoint.objects.filter(brand__in=brand_ids, channel__in=REACH, is_active=True)
    newest_first = rows.order_by("-id")
    found = {(one.brand_id, one.channel): one for one in newest_first}
    return lambda brand_id, channel: found.get((brand_id, str(channel)))


_OURS = Statement(
    lambda: Endpoint.objects.filter(
        channel=slot("channel"), is_active=True, brand_id=slot("brand")
    ).order_by("id")
)
