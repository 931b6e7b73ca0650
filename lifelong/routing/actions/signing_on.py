"""Coming to work and going home, with breaks between. The rows are the log of paid hours."""

from datetime import datetime

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.routing.actions.ending import end, end_absence, tell_of_shift
from lifelong.routing.events import AgentCameBack, AgentSignedOn, AgentWentAway
from lifelong.routing.models import Away, AwayReason, Ended, Shift


class NotSignedOn(Refused):
    code = "not-signed-on"


class NoLongerHere(Refused):
    code = "no-longer-here"


def sign_on(agent: Agent) -> Shift:
    """Begin a paid shift; from now on customers are brought. Twice is once."""
    with transaction():
        if not Agent.objects.filter(pk=agent.pk, is_active=True).exists():
            raise NoLongerHere(_("This account is closed. A lead or an admin can open it."))
        now = clock.now()
        # two tabs may sign on at once: the constraint lets one row in, and both find it
        made = Shift(agent=agent, signed_on_at=now, seen_at=now, screen_at=now)
        Shift.objects.bulk_create([made], ignore_conflicts=True)
        shift = _open_shift(agent)
        if shift.id == made.id:
            record(AgentSignedOn(agent_id=agent.id, shift_id=shift.id, at=now))
            tell_of_shift(agent.id)
        return shift


def sign_off(agent: Agent, *, how: Ended = Ended.BY_HERO) -> Shift:
    """End the shift. Who waits for this agent goes back to the queue, who is pending stays."""
    with transaction():
        shift = _open_shift(agent)
        end(shift, how=how, at=clock.now())
        return shift


def go_away(agent: Agent, *, reason: AwayReason) -> Away:
    """No customers until `come_back`, and who waits for this agent goes back to the queue."""
    with transaction():
        shift, now = _open_shift(agent), clock.now()
        end_absence(shift, at=now)
        away = Away(shift=shift, reason=reason, from_at=now)
        away.save(force_insert=True)
        _seen(shift, now)
        record(AgentWentAway(agent_id=agent.id, shift_id=shift.id, reason=reason, at=now))
        tell_of_shift(agent.id)
        return away


def come_back(agent: Agent) -> None:
    """Work goes on. Nothing happens to who was not away."""
    with transaction():
        shift, now = _open_shift(agent), clock.now()
        if end_absence(shift, at=now):
            _seen(shift, now)
            record(AgentCameBack(agent_id=agent.id, shift_id=shift.id, at=now))
            tell_of_shift(agent.id)


def _open_shift(agent: Agent) -> Shift:
    """Locked, so that nobody brings a customer meanwhile."""
    shift = Shift.objects.select_for_update().filter(agent=agent, signed_off_at=None).first()
    if shift is None:
        raise NotSignedOn(_("You are not signed on."))
    return shift


def _seen(shift: Shift, at: datetime) -> None:
    shift.seen_at = at
    shift.save(update_fields=["seen_at"])
