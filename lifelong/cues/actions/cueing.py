"""From a cue to the pushes that it makes: decided once, under a claim, with no network in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from lifelong.conversations.models import Conversation
from lifelong.cues.models import LastPush, Why
from lifelong.cues.queries import open_bells, still_holds
from lifelong.lib import clock, ids
from lifelong.lib.transactions import transaction
from lifelong.routing.models import Shift
from lifelong.routing.queries import at_work

#: about one conversation nobody is pushed to more often, but for what rings
OFTEN = timedelta(minutes=1)
#: what happens so close together was told together
TOGETHER = timedelta(seconds=5)
#: who did something so lately sits before their screen, which tells them itself
BUSY = timedelta(minutes=1)
#: after so long a push is no news
LASTS = timedelta(hours=1)
_KEPT = timedelta(days=1)

_CLAIM = """
INSERT INTO cues_lastpush AS old (id, agent_id, conversation_id, customer_id, at)
VALUES (%(id)s, %(agent)s, %(conversation)s, %(customer)s, %(now)s)
ON CONFLICT (agent_id, conversation_id) DO UPDATE SET at = excluded.at
WHERE %(rings)s OR old.at <= %(before)s RETURNING 1
"""


@dataclass(frozen=True)
class Wanted:
    """An agent, for one of their people or a note on somebody."""

    agent_id: UUID
    conversation_id: UUID
    why: Why

    @property
    def rings(self) -> bool:
        """It has no moment to lose."""
        return self.why in (Why.RINGS, Why.CALLED)


@dataclass(frozen=True)
class Decided:
    """Which bells to ring now; or when to decide again."""

    bells: Sequence[UUID] = ()
    again_at: datetime | None = None


def is_busy(wanted: Wanted) -> bool:
    """They are at work in front of a screen: to be looked at again a moment later. What rings
    has no moment to lose, and shows in a browser that is before their eyes only there."""
    if wanted.rings:
        return False
    since = clock.now() - BUSY
    shifts = Shift.objects.filter(agent_id=wanted.agent_id, signed_off_at=None)
    return shifts.filter(seen_at__gt=since).exists()


def bells_for(wanted: Wanted, *, since: datetime) -> Decided:
    """None where they are not at work, or have looked meanwhile; later where they were pushed to
    about the same person a moment ago, before this happened. Claims the moment."""
    if wanted.why is not Why.CALLED and not at_work().filter(agent=wanted.agent_id).exists():
        return Decided()
    conversation = Conversation.objects.filter(pk=wanted.conversation_id, lead=None).first()
    if conversation is None or not still_holds(
        wanted.why, agent_id=wanted.agent_id, conversation=conversation
    ):
        return Decided()
    with transaction():
        bells = open_bells().filter(agent=wanted.agent_id).order_by("id")
        found = list(bells.values_list("id", flat=True))
        if not found or _claim(wanted, conversation):
            return Decided(found)
        return Decided(again_at=_put_off(wanted, since=since))


def lasts_until(why: Why, *, since: datetime) -> datetime:
    ring = timedelta(seconds=settings.RING_SECONDS)
    return since + (ring if why is Why.RINGS else LASTS)


def forget_old_pushes() -> None:
    with transaction():
        LastPush.objects.filter(at__lt=clock.now() - _KEPT).delete()


def _claim(wanted: Wanted, conversation: Conversation) -> bool:
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "id": ids.new_id(),
                "agent": wanted.agent_id,
                "conversation": conversation.id,
                "customer": conversation.customer_id,
                "now": now,
                "before": now - OFTEN,
                "rings": wanted.rings,
            },
        )
        return cursor.fetchone() is not None


def _put_off(wanted: Wanted, *, since: datetime) -> datetime | None:
    """When the minute is over. None: they were told as it happened, or one waits already, and
    whoever is told then looks at all of it."""
    known = LastPush.objects.select_for_update()
    last = known.get(agent=wanted.agent_id, conversation=wanted.conversation_id)
    waits = last.again_at is not None and last.again_at > clock.now()
    if waits or since <= last.at + TOGETHER:
        return None
    last.again_at = last.at + OFTEN
    last.save(update_fields=["again_at"])
    return last.again_at
