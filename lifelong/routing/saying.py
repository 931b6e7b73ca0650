"""Why somebody was brought to somebody, in one sentence."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.routing.scoring import HARD, Parts
from lifelong.triage.risk import Risk

#: below this an agent does not remember
REMEMBERED = 0.05


def sentence(parts: Parts, *, agent_name: str) -> str:
    """For anybody: "Waited 34 min, 7% of the target; Mia served them last." """
    return _("%(waiting)s; %(agent)s.") % {
        "waiting": _waiting(parts),
        "agent": because(parts, agent_name=agent_name),
    }


def because(parts: Parts, *, agent_name: str) -> str:
    """Why this agent, without a full stop: "Mia served them last"."""
    return _agent(parts) % {"name": agent_name}


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
    """With room for a name: "%(name)s"."""
    if parts.asked:
        return _("%(name)s is asked again, since nobody else took them")
    if parts.risk:
        return _("%(risk)s and %%(name)s holds retention") % {"risk": at_risk(parts)}
    if parts.alone:
        return _("%(risk)s, and nobody who holds retention is at work") % {"risk": at_risk(parts)}
    if parts.continuity > REMEMBERED:
        return _("%(name)s served them last")
    free = parts.capacity - parts.load
    return ngettext(
        "%%(name)s has room for %(free)s more", "%%(name)s has room for %(free)s more", free
    ) % {"free": free}


def _you(parts: Parts) -> str:
    if parts.asked:
        return _("nobody else took them")
    if parts.risk:
        return _("because %(risk)s and you hold retention") % {"risk": at_risk(parts)}
    if parts.alone:
        return _("%(risk)s, and nobody who holds retention is at work") % {"risk": at_risk(parts)}
    if parts.continuity > REMEMBERED:
        return _("you served them last")
    free = parts.capacity - parts.load
    return ngettext("you have room for %(free)s more", "you have room for %(free)s more", free) % {
        "free": free
    }


def at_risk(parts: Parts) -> str:
    """The gravest of what may be lost, in a few words; of parts with risks."""
    order = [*sorted(HARD), *Risk.values]
    return {
        Risk.CANCELLATION: _("they want to cancel"),
        Risk.LEGAL: _("they speak of the law"),
        Risk.SAFETY: _("somebody may come to harm"),
        Risk.CHARGEBACK: _("they want their bank to take the money back"),
        Risk.REPEAT_COMPLAINT: _("they complain again"),
        Risk.ABUSE: _("they use harsh words"),
    }[Risk(min(parts.risks, key=order.index))]


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
