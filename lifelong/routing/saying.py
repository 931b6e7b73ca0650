"""Why somebody was brought to somebody, in one sentence."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.routing.matching import Parts

#: below this an agent does not remember
REMEMBERED = 0.05


def sentence(parts: Parts, *, agent_name: str) -> str:
    """For anybody: "Waited 34 min, 7% of the target; Mia served them last." """
    return _("%(waiting)s; %(agent)s.") % {
        "waiting": _waiting(parts),
        "agent": _agent(parts) % {"name": agent_name},
    }


def sentence_to_agent(parts: Parts) -> str:
    """For the one whom they were brought to; without a full stop."""
    return _("%(waiting)s; %(agent)s") % {"waiting": _waiting(parts), "agent": _you(parts)}


def _waiting(parts: Parts) -> str:
    said = {"time": _in_words(parts.waited), "share": round(parts.used * 100)}
    if parts.overdue:
        return _("Waited %(time)s, over twice the target: first come, first served") % said
    if parts.used >= 1:
        return _("Waited %(time)s, over the target") % said
    return _("Waited %(time)s, %(share)s%% of the target") % said


def _agent(parts: Parts) -> str:
    if parts.asked:
        return _("%(name)s is asked again, since nobody else took them")
    if parts.continuity > REMEMBERED:
        return _("%(name)s served them last")
    free = parts.capacity - parts.load
    return ngettext(
        "%%(name)s has room for %(free)s more", "%%(name)s has room for %(free)s more", free
    ) % {"free": free}


def _you(parts: Parts) -> str:
    if parts.asked:
        return _("nobody else took them")
    if parts.continuity > REMEMBERED:
        return _("you served them last")
    free = parts.capacity - parts.load
    return ngettext("you have room for %(free)s more", "you have room for %(free)s more", free) % {
        "free": free
    }


def _in_words(seconds: int) -> str:
    waited = timedelta(seconds=seconds)
    minutes = seconds // 60
    if minutes < 1:
        return _("under a minute")
    if minutes < 120:
        return _("%(minutes)s min") % {"minutes": minutes}
    if waited < timedelta(days=2):
        return _("%(hours)s h") % {"hours": minutes // 60}
    return _("%(days)s days") % {"days": waited.days}
