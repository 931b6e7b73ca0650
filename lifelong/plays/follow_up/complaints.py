"""Whether a matter is a complaint: what was closed as one, or reads like one."""

from collections.abc import Collection
from uuid import UUID

from lifelong.conversations.models import Contact, Topic
from lifelong.triage.models import Reading
from lifelong.triage.sentiment import Sentiment
from lifelong.triage.themes import NAMES, Theme

#: something went wrong on our side
FAULTS = (
    Theme.WRONG_CHARGE, Theme.LOST_PARCEL, Theme.DAMAGED, Theme.WRONG_ITEM, Theme.MISSING_PART,
    Theme.REFUND_AWAITED,
)  # fmt: skip
_SOUND = {name for theme in Theme if theme not in FAULTS for name in NAMES[theme]}
#: topics that say so by their name alone, in small letters
FAULT_NAMES = {name for theme in FAULTS for name in NAMES[theme]} - _SOUND
UPSET = (Sentiment.ANGRY, Sentiment.UNHAPPY)


def complaints(contacts: Collection[Contact]) -> set[UUID]:
    """Which of these are. `contacts` come with their topics."""
    found = {one.id for one in contacts if _is_fault(one.topic)}
    rows = Reading.objects.filter(entry__contact__in=contacts, entry__redacted_at=None)
    read = rows.filter(theme__in=FAULTS) | rows.filter(sentiment__in=UPSET)
    return found | {one for one in read.values_list("entry__contact_id", flat=True) if one}


def _is_fault(topic: Topic | None) -> bool:
    while topic is not None:
        if topic.name.lower() in FAULT_NAMES:
            return True
        topic = topic.parent
    return False
