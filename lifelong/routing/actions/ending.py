"""The end of a shift: by its hero, or at the last sign of life of one who forgot."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish
from lifelong.routing.candidates import LOST
from lifelong.routing.events import AgentSignedOff, ScreenReturned
from lifelong.routing.models import Away, Ended, Shift

#: how exact a sign of life is: a shift is written at most this often
EXACT = timedelta(minutes=1)
#: how often it is noted that a screen is connected, at most
OFTEN = timedelta(seconds=20)
#: who said that they are away (a day of training) may be silent for longer
AWAY = timedelta(hours=12)


def end(shift: Shift, *, how: Ended, at: datetime) -> None:
    """End an open shift whose row is locked, and the absence within it."""
    end_absence(shift, at=at)
    shift.signed_off_at, shift.ended_how = at, how
    shift.save(update_fields=["signed_off_at", "ended_how"])
    record(AgentSignedOff(agent_id=shift.agent_id, shift_id=shift.id, at=at))
    tell_of_shift(shift.agent_id)


def end_absence(shift: Shift, *, at: datetime) -> bool:
    """Whether there was one."""
    return bool(Away.objects.filter(shift=shift, until_at=None).update(until_at=at))


def tell_of_shift(agent_id: UUID) -> None:
    publish(f"agent/{agent_id}", audience=[f"agent:{agent_id}", "role:lead"])


def note_life(agent_id: UUID) -> None:
    """This agent has just done something: their shift, if they are in one, goes on."""
    now = clock.now()
    with connection.cursor() as cursor:
        # one statement is a transaction of its own, and every act at a screen comes by here
        cursor.execute(_SEEN, [now, agent_id, now - EXACT])


_SEEN = """
UPDATE routing_shift SET seen_at = %s
WHERE agent_id = %s AND signed_off_at IS NULL AND seen_at <= %s
"""


def note_screen(agent_id: UUID) -> None:
    """A screen of this agent is connected: who waits live may ring there."""
    now = clock.now()
    with transaction():
        shift = Shift.objects.filter(
            agent_id=agent_id, signed_off_at=None, screen_at__lte=now - OFTEN
        ).first()
        if shift is None:
            return
        Shift.objects.filter(pk=shift.pk).update(screen_at=now)
        if shift.screen_at <= now - LOST:
            record(ScreenReturned(agent_id=agent_id, shift_id=shift.id, at=now))


def end_the_forgotten() -> None:
    """End shifts without a sign of life, at the last one: nothing is paid after it."""
    for shift_id in sorted(_forgotten().values_list("id", flat=True)):
        with transaction():
            # asked again under the lock: they may have moved this second
            shift = _forgotten().select_for_update(of=("self",)).filter(pk=shift_id).first()
            if shift is not None:
                end(shift, how=Ended.FORGOTTEN, at=shift.seen_at)


def _forgotten() -> QuerySet[Shift]:
    now = clock.now()
    present = ~Exists(Away.objects.filter(shift=OuterRef("pk"), until_at=None))
    silent = Q(seen_at__lt=now - timedelta(hours=settings.FORGOTTEN_HOURS))
    return Shift.objects.filter((present & silent) | Q(seen_at__lt=now - AWAY), signed_off_at=None)
