"""What the settings of outreach show: what is said of which trouble, and what would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import Brand, Channel, Endpoint
from lifelong.commerce.feeds import FeedState, feed_state
from lifelong.commerce.models import FAMILY, Cause, Family, Incident, Order, Shipment
from lifelong.conversations.ways import REACH
from lifelong.knowledge.queries import Filled
from lifelong.knowledge.values import About
from lifelong.knowledge.variables import Variable
from lifelong.plays.models import Play
from lifelong.plays.outreach.models import Template
from lifelong.plays.outreach.saying import Tried, tried
from lifelong.web.look.words import channel_words, language_words


@dataclass(frozen=True)
class TextRow:
    id: UUID
    answer_id: UUID
    name: str
    #: its text is in use
    is_active: bool
    is_first: bool


@dataclass(frozen=True)
class WayRow:
    """What is said on one channel."""

    words: str
    texts: list[TextRow]


@dataclass(frozen=True)
class CauseRow:
    value: str
    words: str
    ways: list[WayRow]
    is_spoken_of: bool


@dataclass(frozen=True)
class FamilyRow:
    words: str
    causes: list[CauseRow]


def family_rows(templates: Sequence[Template]) -> list[FamilyRow]:
    """Every cause there is, by family. `templates`: by their places."""
    return [
        FamilyRow(
            _capital(family.label),
            [_cause_row(cause, templates) for cause in Cause if FAMILY[cause] is family],
        )
        for family in Family
    ]


def _cause_row(cause: Cause, templates: Sequence[Template]) -> CauseRow:
    own = [one for one in templates if one.cause == cause]
    ways = []
    for channel in ["", *REACH]:
        texts = [one for one in own if one.channel == channel]
        if texts:
            ways.append(WayRow(way_words(channel), _text_rows(texts)))
    spoken_of = any(one.answer.is_active for one in own)
    return CauseRow(cause.value, _capital(cause.label), ways, spoken_of)


def _text_rows(texts: Sequence[Template]) -> list[TextRow]:
    return [
        TextRow(one.id, one.answer_id, one.answer.name, one.answer.is_active, place == 0)
        for place, one in enumerate(texts)
    ]


def way_words(channel: str) -> str:
    return channel_words(channel) if channel else _("Every channel")


def _capital(label: object) -> str:
    words = str(label)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class StandRow:
    """Whether outreach runs, in words."""

    words: str
    #: why it refuses, where it is on and does
    why: str
    since: datetime | None
    is_on: bool


def stand_row(play: Play | None) -> StandRow:
    if play is None or not play.is_on:
        return StandRow(_("Off"), "", None, False)
    if play.halted_at is not None:
        return StandRow(_("On, but it refuses to run"), play.halted_why, play.halted_at, True)
    return StandRow(_("On"), "", None, True)


@dataclass(frozen=True)
class FeedRow:
    words: str
    why: str
    heard_at: datetime | None
    is_sound: bool


def feed_row(brand: Brand) -> FeedRow:
    feed = feed_state(brand)
    said = {
        FeedState.ALIVE: _("Tracking news comes in"),
        FeedState.STALE: _("Tracking news has stopped"),
        FeedState.DEAD: _("Tracking news has been gone for days"),
        FeedState.NONE: _("No tracking news: the watch finds what is late or does not move"),
    }
    sound = feed.state in (FeedState.ALIVE, FeedState.NONE)
    return FeedRow(said[feed.state], feed.why, feed.heard_at, sound)


@dataclass(frozen=True)
class PassedOver:
    name: str
    #: what is not known of this order, as people call it; [hero]: a machine has no name
    lacks: list[str]
    names_a_hero: bool


@dataclass(frozen=True)
class PreviewRow:
    """What would be said on one channel in one language."""

    channel: str
    language: str
    passed_over: list[PassedOver]
    name: str
    said: Filled | None
    #: there is no text in that language: in which it is said instead
    instead: str


def preview_rows(
    templates: Sequence[Template], incident: Incident, about: About
) -> list[PreviewRow]:
    """For each channel on which the brand writes, in each language it speaks."""
    fit = [one for one in templates if one.cause == incident.cause and one.answer.is_active]
    return [
        _preview(fit, incident, about, channel, language)
        for channel in _channels(about.brand)
        for language in _languages(about)
    ]


def _preview(
    fit: Sequence[Template], incident: Incident, about: About, channel: Channel, language: str
) -> PreviewRow:
    passed: list[Tried] = []
    said: Tried | None = None
    for one in tried(fit, incident, about, channel=channel, language=language):
        if one.is_sayable:
            said = one
            break
        passed.append(one)
    spoken = said.filled.language if said else language
    return PreviewRow(
        channel=channel,
        language=language_words(language),
        passed_over=[_passed_over(one) for one in passed],
        name=said.template.answer.name if said else "",
        said=said.filled if said else None,
        instead="" if spoken.split("-")[0] == language.split("-")[0] else language_words(spoken),
    )


def _passed_over(one: Tried) -> PassedOver:
    lacks = [variable.words for variable in one.filled.missing]
    return PassedOver(one.template.answer.name, lacks, Variable.HERO in one.filled.missing)


def _channels(brand: Brand) -> list[Channel]:
    """Those on which it may write first and has an address."""
    rows = Endpoint.objects.filter(brand=brand, channel__in=list(REACH), is_active=True)
    known = set(rows.values_list("channel", flat=True))
    return [Channel(one) for one in REACH if one in known]


def _languages(about: About) -> list[str]:
    own = [about.customer.language] if about.customer and about.customer.language else []
    return list(dict.fromkeys([*(about.brand.languages or ["en"]), *own]))


def supposed(order: Order, cause: Cause) -> Incident:
    """As if that had happened to an order's newest parcel. It is not kept."""
    parcels = sorted(order.shipments.all(), key=lambda one: str(one.id))
    shipment = parcels[-1] if parcels else Shipment(order=order)
    return Incident(order=order, shipment=shipment, cause=cause, family=FAMILY[cause])
