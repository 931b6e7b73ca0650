"""Moments that one chooses: a few offered in the hero's zone, any other typed."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from lifelong.lib import clock
from lifelong.web.console.forms import Unclear


@dataclass(frozen=True)
class Moment:
    """One to choose: its name in a form, and what a person reads."""

    value: str
    words: str


def offered(zone: tzinfo) -> list[Moment]:
    """Moments to come that people choose most. What a name means is settled when it is chosen."""
    some = [Moment("hour", _("In an hour")), Moment("tomorrow", _("Tomorrow at 9:00"))]
    if _named(zone)["monday"] != _named(zone)["tomorrow"]:
        some.append(Moment("monday", _("Monday at 9:00")))
    return some


def chosen(text: str, own: str = "") -> datetime:
    """The moment chosen by its name, or by "own" the one typed in the agent's zone.

    Raises `Unclear`.
    """
    zone = get_current_timezone()
    if text in (named := _named(zone)):
        return named[text]
    try:
        moment = datetime.fromisoformat(own if text in ("", "own") else text)
    except ValueError as error:
        raise Unclear(_("Choose a day and a time.")) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _named(zone: tzinfo) -> dict[str, datetime]:
    now = clock.now().astimezone(zone)
    morning = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return {
        "hour": now + timedelta(hours=1),
        "tomorrow": morning,
        "monday": morning + timedelta(days=-morning.weekday() % 7),
    }
