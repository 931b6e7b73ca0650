"""Somebody has looked in the shop for what nobody knew of, and says what they found."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.concessions import queries
from lifelong.concessions.actions.booking import settle_done, settle_failed
from lifelong.concessions.events import ConcessionLookedFor
from lifelong.concessions.models import Concession, State
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed, Refused
from lifelong.lib.transactions import transaction


class Known(Refused):
    """Nothing about it is in doubt, or it is too early to look."""

    code = "known"


class NotYoursToSay(NotAllowed):
    code = "not-yours-to-say"


def say_found(concession: Concession, *, is_there: bool, by: Agent) -> Concession:
    """It is there, or it is not and counts no more. By who could approve it; twice is once.

    Raises `NotYoursToSay`, `Known`.
    """
    with transaction():
        fresh = Concession.objects.select_for_update(of=("self",)).get(pk=concession.pk)
        if fresh.state != State.UNKNOWN:
            raise Known(_("Meanwhile it is known what became of this."))
        if not queries.to_look_for(by=by.id).filter(pk=fresh.pk).exists():
            raise NotYoursToSay(_("Somebody else who could approve this looks for it."))
        if not is_there and fresh.next_try_at is not None and fresh.next_try_at > clock.now():
            raise Known(_("The shop may still be at work on it. Look there again in 15 minutes."))
        if is_there:
            settle_done(fresh, ref="")
        else:
            words = _("A colleague has looked in the shop, and it is not there.")
            settle_failed(fresh, words=words)
        record(
            ConcessionLookedFor(
                customer_id=fresh.customer_id,
                concession_id=fresh.id,
                is_there=is_there,
                agent_id=by.id,
            )
        )
        return fresh
