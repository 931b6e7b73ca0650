"""What the pages of mass incidents show: plain values, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.policy import Caller
from lifelong.commerce.models import Cause
from lifelong.commerce.tracking import carrier_words
from lifelong.conversations.models import Contact, Entry, EntryKind
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.models import MassIncident, MassState
from lifelong.web.look.words import language_words

#: so many wait on screen at once; the next come when these are answered
SHOWN = 50


@dataclass(frozen=True)
class MassRow:
    id: UUID
    title: str
    brand: str
    #: parcels against the usual
    many: str
    state: str
    waits: bool
    told: bool
    found_at: datetime
    over_at: datetime | None
    decided_by: str
    decided_at: datetime | None


def mass_row(mass: MassIncident) -> MassRow:
    return MassRow(
        id=mass.id,
        title=f"{carrier_words(mass.carrier)}: {Cause(mass.cause).label}",
        brand=mass.play.brand.name,
        many=_many(mass),
        state=_("over") if mass.over_at else str(mass.get_state_display()),
        waits=mass.state == MassState.FOUND and mass.over_at is None,
        told=mass.state == MassState.APPROVED,
        found_at=mass.found_at,
        over_at=mass.over_at,
        decided_by=mass.decided_by.name if mass.decided_by else "",
        decided_at=mass.decided_at,
    )


def _many(mass: MassIncident) -> str:
    parcels = ngettext("%(n)s parcel in four hours", "%(n)s parcels in four hours", mass.parcels)
    said = parcels % {"n": mass.parcels}
    if mass.usual < 1:
        return _("%(parcels)s; usually fewer than one") % {"parcels": said}
    return _("%(parcels)s; usually about %(usual)s") % {
        "parcels": said,
        "usual": round(mass.usual),
    }


@dataclass(frozen=True)
class ReplyRow:
    """Somebody who has answered and waits."""

    contact_id: UUID
    conversation_id: UUID
    name: str
    excerpt: str
    since: datetime
    #: the last position that is on screen
    seen: int


@dataclass(frozen=True)
class Group:
    """Those who are answered in one language."""

    language: str
    words: str
    rows: list[ReplyRow]


def groups(mass: MassIncident, *, visible_to: Caller) -> list[Group]:
    """One for each language that the brand speaks; who speaks another is in the first."""
    spoken = mass.play.brand.languages or ["en"]
    waiting = list(queries.waiting_replies(mass, visible_to=visible_to)[:SHOWN])
    said = _last_words(waiting)
    rows: dict[str, list[ReplyRow]] = {one: [] for one in spoken}
    for contact in waiting:
        rows[_language(contact, spoken)].append(_reply_row(contact, said.get(contact.id, "")))
    return [Group(one, language_words(one), rows[one]) for one in spoken]


def _language(contact: Contact, spoken: Sequence[str]) -> str:
    theirs = contact.customer.language.split("-")[0].lower()
    return next((one for one in spoken if one.split("-")[0].lower() == theirs), spoken[0])


def _reply_row(contact: Contact, excerpt: str) -> ReplyRow:
    conversation = contact.conversation.lead or contact.conversation
    assert contact.waiting_since is not None
    return ReplyRow(
        contact_id=contact.id,
        conversation_id=conversation.id,
        name=contact.customer.name or _("Somebody"),
        excerpt=excerpt,
        since=contact.waiting_since,
        seen=conversation.position,
    )


def _last_words(contacts: Sequence[Contact]) -> dict[UUID, str]:
    """What each customer said last."""
    rows = Entry.objects.filter(
        contact__in=contacts, kind=EntryKind.MESSAGE_IN, redacted_at=None, withdrawn_at=None
    )
    last = rows.order_by("contact", "-placed_at", "-position").distinct("contact")
    return {one.contact_id: one.text for one in last if one.contact_id}
