"""Times, amounts and names as people say them. `relative-time.js` says the same of times."""

import unicodedata
import zlib
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy, to_locale
from django.utils.translation import gettext as _

from lifelong.lib import clock
from lifelong.lib.money import Money

HUES = 8


def locale() -> str:
    return to_locale(get_language() or "en")


def duration(since: datetime) -> str:
    """How long ago, roundly: "now", "12 min", "3 hr", "5 days"."""
    minutes = max(int((clock.now() - since).total_seconds() // 60), 0)
    if minutes == 0:
        return _("now")
    if minutes < 60:
        return _unit(minutes, "minute", locale())
    if minutes < 48 * 60:
        return _unit(minutes // 60, "hour", locale())
    return _unit(minutes // 1440, "day", locale())


@lru_cache(2048)
def _unit(amount: int, name: str, spoken: str) -> str:
    return format_unit(amount, f"duration-{name}", "short", locale=spoken)


def ago(moment: datetime) -> str:
    """When: "12 min", "16:05", "yesterday 16:05", "Tue 16:05", "Nov 12", "Nov 12, 2025"."""
    past = (clock.now() - moment).total_seconds()
    if 0 <= past < 60:
        return _("now")
    return duration(moment) if 0 <= past < 3600 else when(moment)


def when(moment: datetime) -> str:
    """When, to stand in a sentence ("since 16:05"): as `ago` says it, but not in minutes."""
    then, today = localtime(moment), localtime(clock.now())
    days = (today.date() - then.date()).days
    time = format_time(then, "HH:mm", locale=locale())
    if days == 0:
        return time
    if abs(days) == 1:
        return f"{_('yesterday') if days == 1 else _('tomorrow')} {time}"
    if 0 < days < 7:
        return f"{format_date(then, 'EEE', locale=locale())} {time}"
    skeleton = "MMMd" if then.year == today.year else "yMMMd"
    return _date(then.date(), skeleton, locale())


def day(moment: datetime) -> str:
    """A day as a heading: "Today", "Yesterday", "Tuesday, November 10"."""
    then, today = localtime(moment).date(), localtime(clock.now()).date()
    if then == today:
        return _("Today")
    if (today - then).days == 1:
        return _("Yesterday")
    skeleton = "MMMMEEEEd" if then.year == today.year else "yMMMMEEEEd"
    return _date(then, skeleton, locale())


# dear to find out, and the entries of one page share a few days
@lru_cache(2048)
def _date(on: date, skeleton: str, spoken: str) -> str:
    return format_skeleton(skeleton, on, locale=spoken)


def day_key(moment: datetime) -> str:
    """The day in the reader's zone, as 2026-11-22."""
    return localtime(moment).date().isoformat()


def date_words(day: date) -> str:
    """ "Nov 12, 2025"."""
    return format_date(day, "medium", locale=locale())


def day_words(moment: datetime) -> str:
    """The day of a moment in the reader's zone, as `date_words`."""
    return date_words(localtime(moment).date())


def month_words(moment: datetime) -> str:
    """ "November 2025"."""
    return format_skeleton("yMMMM", localtime(moment), locale=locale())


def place(placed_at: datetime, position: int) -> str:
    """A timeline's order as text that sorts: by moment, then position."""
    return f"{placed_at.timestamp():017.6f}/{position:08d}"


def money(amount: Money) -> str:
    return amount.format(locale())


def number(amount: float) -> str:
    """ "10,000"."""
    return format_decimal(amount, locale=locale())


def told(words: str) -> str:
    """What a machine once wrote down, in the reader's language where it is a sentence of ours; the
    words of others as they are."""
    return gettext(words) if words else ""


def begun(words: str) -> str:
    """As a sentence begins; what has capitals further on keeps them."""
    return f"{words[:1].upper()}{words[1:]}"


def initials(name: str) -> str:
    """At most two letters of a name in any script; "#" for a bare number."""
    words = [word for word in name.split() if unicodedata.category(word[0])[0] == "L"]
    if not words:
        return "#"
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in ends).upper()


def hue(thing: object) -> int:
    """One of HUES for an id or name: the same person, the same shade."""
    return zlib.crc32(str(thing).encode()) % HUES


def moment(text: str) -> datetime:
    """A moment that was written down as text."""
    return datetime.fromisoformat(text)


def byte_words(size: int) -> str:
    """So much room, roundly: "640 MB", "12.4 GB", "1.8 TB"."""
    for unit, name in ((10**12, "TB"), (10**9, "GB")):
        if size >= unit:
            return f"{format_decimal(round(size / unit, 1), locale=locale())} {name}"
    return f"{format_decimal(max(1, round(size / 10**6)), locale=locale())} MB"


def kind_words(task: str) -> str:
    """A job as its name says it: "connectors: deliver"."""
    place, _dot, name = task.removeprefix("lifelong.").rpartition(".")
    return f"{place.removesuffix('.jobs')}: {name.replace('_', ' ')}".removeprefix(": ")


def file_size(size: int) -> str:
    """Bytes as "3 kB" or "1.4 MB"."""
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": max(1, round(size / 1000))}
    return _("%(size)s MB") % {"size": f"{size / 1_000_000:.1f}"}


# Lazy, so that only the word that is shown is translated: fifty entries show two hundred of them.
_CHANNELS = {
    "email": gettext_lazy("E-mail"),
    "chat": gettext_lazy("Chat"),
    "sms": gettext_lazy("Text"),
    "whatsapp": "WhatsApp",
    "messenger": "Messenger",
    "instagram": "Instagram",
    "voice": gettext_lazy("Call"),
    "self-service": gettext_lazy("Self-service"),
    "custom": gettext_lazy("Other"),
}
_STATUSES = {
    "new": gettext_lazy("New"),
    "open": gettext_lazy("Open"),
    "pending": pgettext_lazy("state", "Set aside"),
    "closed": gettext_lazy("Closed"),
}
_SENDINGS = {
    "queued": gettext_lazy("Waits to be sent"),
    "sending": gettext_lazy("Sending"),
    "accepted": gettext_lazy("Sent"),
    "delivered": gettext_lazy("Delivered"),
    "bounced": gettext_lazy("It came back"),
    "failed": gettext_lazy("Not sent"),
    "unknown": gettext_lazy("Perhaps sent: nobody confirmed it"),
    "withdrawn": gettext_lazy("Taken back"),
}


def channel_words(channel: str) -> str:
    """The channel as people call it."""
    return str(_CHANNELS[channel])


def status_words(status: str) -> str:
    """A conversation's or contact's status, for those who cannot see its mark."""
    return str(_STATUSES[status])


def sending_words(state: str) -> str:
    """How far a message of ours has come."""
    return str(_SENDINGS[state])


def language_words(code: str) -> str:
    """A language as people call it; what is no language by its code."""
    try:
        known = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return code
    name = known.get_display_name(Locale.parse(locale()))
    return name[:1].upper() + name[1:] if name else code
