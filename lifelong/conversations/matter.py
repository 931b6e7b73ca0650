"""Which matter a message belongs to. Arithmetic over contacts; touches no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from lifelong.conversations.models import Contact

DAY = timedelta(days=1)
#: how long after closing an answer reopens a contact, by channel
REOPEN_WINDOW = {"email": 7 * DAY, "messenger": 7 * DAY, "instagram": 7 * DAY}
REOPEN_WINDOW_OTHERWISE = DAY
#: an answer to a mail older than this starts fresh
THREAD_AGE = 180 * DAY

_THANKS = frozenset("thanks thank thx ty cheers danke dankeschön merci gracias".split())
_KIND = _THANKS | frozenset(
    (
        "you u so very much a lot again all for your the help reply answer quick many big great"
        " super perfect ok okay got it alles klar prima top vielen dank schön sehr für ihre die"
        " deine hilfe antwort schnelle nochmal best regards kind viele grüße liebe und and lovely"
        " day team"
    ).split()
)


def is_only_thanks(text: str) -> bool:
    """Thanks or an emoji: kind words that ask for nothing. English and German.

    A bare "ok" is not: it may be the answer to what we asked.
    """
    if not text.strip() or len(text) > 120 or "?" in text:
        return False
    words = re.findall(r"\w+", text.lower())
    if not words:
        return True
    return (bool(_THANKS & set(words)) or "vielen dank" in text.lower()) and set(words) <= _KIND


class Course(Enum):
    JOIN = auto()
    REOPEN = auto()
    BEGIN = auto()
    #: it is kept beside the last contact and changes nothing
    LEAVE = auto()


@dataclass(frozen=True)
class Place:
    course: Course
    contact: Contact | None
    #: the message makes its customer wait
    asks: bool = True


def place_for(
    contacts: Iterable[Contact],
    *,
    answered: Contact | None,
    asks: bool,
    channel: str,
    now: datetime,
) -> Place:
    """Where a message goes.

    `contacts`: all of the conversation that matter (the open ones and the last), newest first.
    `answered`: the contact whose message it answers, if it does. `asks`: it wants something;
    thanks and automatic mail do not, and reopen nothing.
    """
    known = sorted(contacts, key=lambda contact: contact.opened_at, reverse=True)
    still_open = [contact for contact in known if contact.closed_at is None]
    if answered is not None and answered.closed_at is None:
        return Place(Course.JOIN, answered, asks)
    if answered is None and still_open:
        return Place(Course.JOIN, still_open[0], asks)
    last = answered or (known[0] if known else None)
    if not asks:
        return Place(Course.LEAVE, last, asks)
    window = REOPEN_WINDOW.get(channel, REOPEN_WINDOW_OTHERWISE)
    if last is not None and last.closed_at is not None and now - last.closed_at <= window:
        return Place(Course.REOPEN, last)
    if still_open and answered is not None:
        return Place(Course.JOIN, still_open[0])
    return Place(Course.BEGIN, None)
