"""By which channel a play reaches each of many customers, and in which language."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q

from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.models import Conversation, Entry, EntryKind
from lifelong.conversations.threading import chain, last_messages
from lifelong.conversations.ways import REACH
from lifelong.customers.consents import Consents
from lifelong.customers.models import Handle, HandleKind, Purpose
from lifelong.plays.models import Case
from lifelong.plays.playing import Way
from lifelong.plays.waiting import Why

#: a handle of theirs and an address of ours
Written = tuple[UUID | None, Endpoint | None]


class Ways:
    """What is needed of all of them, asked at once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._person = {case.customer_id: case.customer.person_id for case in cases}
        self._handles = self._load_handles()
        self._consents = Consents(one for rows in self._handles.values() for one in rows)
        self._endpoints = _endpoints({case.play.brand_id for case in cases})
        own = Conversation.objects.filter(customer__in=self._person.values())
        self._last = dict(own.values_list("customer_id", "channel"))
        contact_ids = {case.contact_id for case in cases if case.contact_id}
        self._written = _written(contact_ids)
        self._answered = last_messages(contact_ids)

    def to(self, case: Case, purpose: Purpose) -> Way | Why:
        """The channel on which they wrote last where they can be reached there and let us; else
        another; else why there is none."""
        reached = False
        person_id = self._person[case.customer_id]
        for channel in self._order(person_id):
            handle, endpoint = self._between(case, channel)
            if endpoint is None or handle is None:
                continue
            reached = True
            if self._consents.allow(handle, channel, purpose):
                return Way(handle, endpoint, _language(case), self._chain(case, channel))
        return Why.CONSENT if reached else Why.NOWHERE

    def _between(self, case: Case, channel: Channel) -> tuple[Handle | None, Endpoint | None]:
        """Where they wrote about this matter, and to which address of ours, as long as both will
        do; else their best and our oldest."""
        fit = _fit(self._handles.get(self._person[case.customer_id], []), REACH[channel])
        handle_id, wrote_to = self._written.get((case.contact_id, channel), (None, None))
        own = next((one for one in fit if one.id == handle_id), None)
        usable = wrote_to and wrote_to.is_active and wrote_to.brand_id == case.play.brand_id
        oldest = self._endpoints.get((case.play.brand_id, channel))
        return own or _best(fit), wrote_to if usable else oldest

    def _chain(self, case: Case, channel: Channel) -> Sequence[str]:
        return chain(self._answered.get((case.contact_id, channel))) if case.contact_id else ()

    def _order(self, person_id: UUID) -> list[Channel]:
        reachable = [Channel(one) for one in REACH]
        last = self._last.get(person_id)
        return sorted(reachable, key=lambda one: one != last)

    def _load_handles(self) -> dict[UUID, list[Handle]]:
        people = set(self._person.values())
        rows = Handle.objects.filter(Q(customer__in=people) | Q(customer__lead__in=people))
        found: dict[UUID, list[Handle]] = {}
        for handle in rows.filter(kind__in=REACH.values()).select_related("customer"):
            found.setdefault(handle.customer.person_id, []).append(handle)
        return found


def _endpoints(brand_ids: set[UUID]) -> dict[tuple[UUID, str], Endpoint]:
    """Each brand's oldest address on each channel."""
    rows = Endpoint.objects.filter(brand__in=brand_ids, channel__in=list(REACH), is_active=True)
    found = {}
    for endpoint in rows.select_related("brand").order_by("-id"):
        found[endpoint.brand_id, endpoint.channel] = endpoint
    return found


def _written(contact_ids: Collection[UUID]) -> dict[tuple[UUID | None, str], Written]:
    """From where and to which address of ours was written last, by contact and channel."""
    rows = Entry.objects.filter(contact__in=contact_ids, kind=EntryKind.MESSAGE_IN)
    rows = rows.order_by("contact", "channel", "-placed_at", "-position")
    last = rows.distinct("contact", "channel").select_related("message__endpoint__brand")
    return {
        (one.contact_id, one.channel): (one.handle_id, one.message.endpoint)
        for one in last
        if hasattr(one, "message")
    }


def _fit(handles: Sequence[Handle], kind: str) -> list[Handle]:
    """Shared ones are several people's, and a number without country reaches nobody."""
    return [
        one
        for one in handles
        if one.kind == kind
        and not one.shared
        and (kind != HandleKind.PHONE or one.value.startswith("+"))
    ]


def _best(fit: Sequence[Handle]) -> Handle | None:
    """The newest that was proved, else the newest that was claimed."""
    return max(fit, key=lambda one: (one.is_proved, one.proved_at or one.claimed_at), default=None)


def _language(case: Case) -> str:
    brand = case.play.brand
    return case.customer.language or (brand.languages[0] if brand.languages else "en")
