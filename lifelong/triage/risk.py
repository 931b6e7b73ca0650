"""What is at risk, and how we know."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Risk(models.TextChoices):
    CANCELLATION = "cancellation", _("Cancellation")
    LEGAL = "legal", _("Legal")
    SAFETY = "safety", _("Safety")
    CHARGEBACK = "chargeback", _("Chargeback")
    REPEAT_COMPLAINT = "repeat-complaint", _("Repeat complaint")
    ABUSE = "abuse", _("Abuse")
    FIRST_ORDER = "first-order", _("First order")
    LATE_ORDER = "late-order", _("Late order")
    HIGH_VALUE = "high-value", _("High value")


#: they decide who answers; the others only inform
ROUTE = frozenset(
    {
        Risk.CANCELLATION,
        Risk.LEGAL,
        Risk.SAFETY,
        Risk.CHARGEBACK,
        Risk.REPEAT_COMPLAINT,
        Risk.ABUSE,
    }
)


@dataclass(frozen=True)
class Evidence:
    """Why something is believed: the words that say it, or the facts, or both."""

    #: as the customer wrote them
    words: str = ""
    #: numbers, names and days, which a screen says in a sentence: {"order": "#1001"}
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tagged:
    risk: Risk
    evidence: Evidence
