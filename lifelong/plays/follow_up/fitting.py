"""Which closed matters a sequence follows. Touches no database."""

from collections.abc import Collection
from collections.abc import Sequence as Many
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.knowledge.choosing import Fit, fit_of


class Unfit(models.TextChoices):
    """Why a closed matter begins no sequence."""

    RESOLUTION = "resolution", _("closed otherwise")
    BY_ITSELF = "by-itself", _("nobody closed it")
    OURS = "ours", _("we began it, and they never answered")
    CHANNEL = "channel", _("on another channel")
    TOPIC = "topic", _("about something else")
    NEARER = "nearer", _("another sequence fits better")
    RISK = "risk", _("legal, safety or abuse")
    REOPENED = "reopened", _("open again")
    ANOTHER = "another", _("another matter")
    BOUGHT = "bought", _("bought again before it was time")
    WROTE = "wrote", _("wrote before it was time")
    CONSENT = "consent", _("wants no such messages")
    NOWHERE = "nowhere", _("cannot be reached")


@dataclass(frozen=True)
class Closed:
    """A closed matter. `line`: its topic, then what that stands under."""

    resolution: str
    by_somebody: bool
    channel: str
    line: Many[UUID]


@dataclass(frozen=True)
class Audience:
    """After which closings a sequence sets out. `topics`, `channels` empty: all."""

    topics: Collection[UUID]
    resolutions: Collection[str]
    channels: Collection[str]


def unfit(closed: Closed, audience: Audience) -> Unfit | None:
    """Why it is none of this audience; None: it is."""
    if closed.resolution not in audience.resolutions:
        return Unfit.RESOLUTION
    if not closed.by_somebody:
        return Unfit.BY_ITSELF
    if audience.channels and closed.channel not in audience.channels:
        return Unfit.CHANNEL
    if nearness(closed, audience) is Fit.OTHER:
        return Unfit.TOPIC
    return None


def nearness(closed: Closed, audience: Audience) -> Fit:
    """Of two sequences that fit, the nearer one follows."""
    return fit_of(audience.topics, closed.line)
