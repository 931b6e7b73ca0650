"""Which matters are help that is owed: nobody with one of these is held out of any play."""

from collections.abc import Collection
from uuid import UUID

from lifelong.conversations.models import Contact, Topic
from lifelong.triage.cues import Cue
from lifelong.triage.models import Reading
from lifelong.triage.themes import NAMES, Theme
from lifelong.triage.words.parcels import STRANDED
from lifelong.triage.words.themes import THEMES

#: in the words of `assignment.NEVER_HELD_OUT`; law and safety are tags, and no themes
CAUSES = {Theme.LOST_PARCEL: "lost", Theme.DAMAGED: "damaged", Theme.ADDRESS: "address"}
#: topics that say so by their name alone, in small letters
_NAMED = {name: cause for theme, cause in CAUSES.items() for name in NAMES[theme]} | {
    "returned to sender": "returned", "zurück an absender": "returned",
    "customs": "customs", "zoll": "customs",
}  # fmt: skip
#: and by which words customers say so
WORDS: dict[str, list[Cue]] = {cause: THEMES[theme] for theme, cause in CAUSES.items()} | STRANDED
_OTHERS = {name for theme in Theme if theme not in CAUSES for name in NAMES[theme]}
OWED_NAMES = {name: cause for name, cause in _NAMED.items() if name not in _OTHERS}


def causes_of(contacts: Collection[Contact]) -> dict[UUID, set[str]]:
    """By contact, those of `NEVER_HELD_OUT` that it is about. `contacts` come with their topics."""
    found = {one.id: _named(one.topic) for one in contacts}
    rows = Reading.objects.filter(
        entry__contact__in=contacts, entry__redacted_at=None, theme__in=CAUSES
    )
    for contact_id, theme in rows.values_list("entry__contact_id", "theme"):
        if contact_id is not None:
            found[contact_id].add(CAUSES[Theme(theme)])
    return found


def _named(topic: Topic | None) -> set[str]:
    found = set()
    while topic is not None:
        found.add(OWED_NAMES.get(topic.name.lower(), ""))
        topic = topic.parent
    return found - {""}
