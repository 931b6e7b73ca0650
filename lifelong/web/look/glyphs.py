"""Small marks that stand on every screen a hundred times: functions of the templates, not macros.

A macro has to be imported by each fragment that uses it, which took a quarter of the time to draw
a timeline.
"""

from datetime import datetime, timedelta
from functools import cache

from django.templatetags.static import static
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from lifelong.lib import html
from lifelong.web.look import words

LAST_HOUR = timedelta(hours=1)
#: they point where one came from, which is the other way from right to left
_TURN = {"back"}


@cache
def _sheet() -> str:
    return static("look/icons.svg")


@cache
def _decoration(name: str) -> Markup:
    kind = "icon turns" if name in _TURN else "icon"
    return Markup('<svg class="%s" aria-hidden="true"><use href="%s#%s"/></svg>') % (
        kind,
        _sheet(),
        name,
    )


def icon(name: str, label: str = "") -> Markup:
    """A glyph of icons.svg. With a label it is read out; without it is decoration."""
    if not label:
        return _decoration(name)
    return Markup(
        '<svg class="icon" role="img" aria-label="%s"><title>%s</title><use href="%s#%s"/></svg>'
    ) % (label, label, _sheet(), name)


def avatar(name: str, initials: str = "", size: str = "") -> Markup:
    """A person: initials in a quiet shade of their own, never a colour that means something."""
    kind = f"avatar hue-{words.hue(name)}{' ' + size if size else ''}"
    said = escape(initials or words.initials(name))
    return Markup(f'<span class="{escape(kind)}" aria-hidden="true">{said}</span>')


def status(status: str) -> Markup:
    """`status`: "new", "open", "pending" or "closed"."""
    said = escape(words.status_words(status))
    return Markup(
        f'<span class="status {escape(status)}" role="img" aria-label="{said}" title="{said}">'
        "</span>"
    )


def channel(channel: str) -> Markup:
    return icon(channel, words.channel_words(channel))


def ago(moment: datetime) -> Markup:
    """ "12 min", "yesterday 16:05"; exact on hover, which the browser spells: fifty of them took
    a fifth of a page."""
    return Markup(
        f'<relative-time datetime="{moment.isoformat()}">{escape(words.ago(moment))}'
        "</relative-time>"
    )


def when(moment: datetime) -> Markup:
    """To stand in a sentence: "since 16:05", "asked yesterday 16:05"."""
    return Markup(
        f'<relative-time as="when" datetime="{moment.isoformat()}">{escape(words.when(moment))}'
        "</relative-time>"
    )


def since(moment: datetime) -> Markup:
    """How long since: "12 min", "3 hr"."""
    return Markup(
        f'<relative-time as="duration" datetime="{moment.isoformat()}">'
        f"{escape(words.duration(moment))}</relative-time>"
    )


def formatted(text: str) -> Markup:
    """What we wrote as a mail, as its reader sees it."""
    return Markup(html.formatted(text))


def due(since: datetime, due_at: datetime, soon_at: datetime) -> Markup:
    """How long since; from `soon_at` on how much is left until `due_at`, amber, and after it how
    late it is, red: which the browser says, so that it may be kept drawn."""
    return Markup(
        '<relative-time as="due" datetime="%s" since="%s" soon="%s" left="%s" late="%s" due="%s"'
        ' used="%s">%s</relative-time>'
    ) % (
        due_at.isoformat(),
        since.isoformat(),
        soon_at.isoformat(),
        _("{time} left"),
        _("{time} late"),
        _("Answer due {time}"),
        _("{share} of the target used up"),
        words.duration(since),
    )


def promised(made_at: datetime, due_at: datetime) -> Markup:
    """Until when something was promised; amber in the last hour, red when it is late."""
    return Markup(
        '<relative-time as="due" datetime="%s" since="%s" soon="%s" left="%s" late="%s" due="%s"'
        ' early="{time}">%s</relative-time>'
    ) % (
        due_at.isoformat(),
        made_at.isoformat(),
        (due_at - LAST_HOUR).isoformat(),
        _("{time} left"),
        _("{time} late"),
        _("Promised by {time}"),
        words.when(due_at),
    )


def until(moment: datetime) -> Markup:
    """Until when somebody is set aside: "tomorrow 9:00"."""
    return Markup(
        '<relative-time as="due" datetime="%s" soon="%s" late="%s" due="%s" early="{time}">%s'
        "</relative-time>"
    ) % (
        moment.isoformat(),
        moment.isoformat(),
        _("now"),
        _("Set aside until {time}"),
        words.when(moment),
    )
