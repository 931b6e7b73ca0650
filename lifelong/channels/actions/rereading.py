"""Reading again all that was parked, or letting in all that is in quarantine: a *round*.

Its deliveries go to the intake a few at a time, so that no fresh message waits behind them.
"""

from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.actions.delivering import KEEPERS, NothingToReplay
from lifelong.channels.doorbell import ARRIVALS
from lifelong.channels.events import RoundBegun
from lifelong.channels.models import Delivery, DeliveryState, Round
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish

PARKED, QUARANTINED = DeliveryState.PARKED, DeliveryState.QUARANTINED
UNREAD = DeliveryState.UNPROCESSED
#: so many of a round lie unread with the intake at most
AT_ONCE = 100
#: of the reasons for which deliveries came back, the commonest are kept
MOST_REASONS = 5


class UnderWay(Refused):
    code = "round-under-way"


def begin_round(of: DeliveryState, *, by: Agent | None) -> Round:
    """Have everything that waits in quarantine, or is parked, read again."""
    assert of in (PARKED, QUARANTINED)
    now = clock.now()
    with transaction():
        total = Delivery.objects.filter(state=of, received_at__lte=now).count()
        if not total:
            raise NothingToReplay(_("Nothing waits there any more."))
        made = Round(of=of, began_at=now, began_by=by, total=total)
        if not Round.objects.bulk_create([made], ignore_conflicts=True) or not _is_kept(made):
            raise UnderWay(_("They are being read already. Wait for the end, or stop it."))
        record(RoundBegun(round_id=made.id, of=of, by_id=by.id if by else None))
        _say(made)
    return made


def _is_kept(made: Round) -> bool:
    """A second one at the same time is not."""
    return Round.objects.filter(pk=made.pk).exists()


def go_on(round_id: UUID) -> bool:
    """Hand the next of a round to the intake; False once it is over."""
    with transaction():
        found = Round.objects.select_for_update().get(pk=round_id)
        if found.over_at is not None:
            return False
        unread = Delivery.objects.filter(round=found, state=UNREAD).count()
        handed = _hand_over(found, AT_ONCE - unread)
        if handed:
            found.taken += handed
            found.save(update_fields=["taken"])
        elif not unread:
            _end(found)
        _say(found)
        return found.over_at is None


def _hand_over(found: Round, most: int) -> int:
    """The oldest of those that waited when the round began and were not in it yet."""
    if most <= 0:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE channels_delivery SET state = %(unread)s, tries = 0, round_id = %(round)s,"
            " let_in = let_in OR %(let_in)s WHERE id IN ("
            "SELECT id FROM channels_delivery WHERE state = %(of)s AND received_at <= %(began)s"
            " AND round_id IS DISTINCT FROM %(round)s"
            " ORDER BY received_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)",
            {
                "unread": UNREAD,
                "round": found.id,
                "let_in": found.of == QUARANTINED,
                "of": found.of,
                "began": found.began_at,
                "most": most,
            },
        )
        handed: int = cursor.rowcount
        cursor.execute("SELECT pg_notify(%s, '')", [ARRIVALS])
        return handed


def stop_round(found: Round) -> None:
    """End it early: what nobody has read yet waits again where it waited."""
    with transaction():
        found = Round.objects.select_for_update().get(pk=found.pk)
        if found.over_at is not None:
            raise NothingToReplay(_("It is over already."))
        unread = Delivery.objects.filter(round=found, state=UNREAD)
        if found.of == QUARANTINED:
            back = unread.update(state=found.of, round=None, let_in=False)
        else:
            back = unread.update(state=found.of, round=None)
        found.taken -= back
        found.stopped = True
        _end(found)
        found.save(update_fields=["taken"])
        _say(found)


def _end(found: Round) -> None:
    rows = Delivery.objects.filter(round=found).values_list("state").annotate(Count("id"))
    became = dict(rows.order_by())
    back = Delivery.objects.filter(round=found, state__in=[PARKED, QUARANTINED])
    reasons = back.values_list("reason").annotate(n=Count("id")).order_by("-n", "reason")
    found.became = became | {"reasons": [list(row) for row in reasons[:MOST_REASONS]]}
    found.over_at = clock.now()
    found.save(update_fields=["became", "over_at", "stopped"])


def _say(found: Round) -> None:
    publish(f"intake/{found.of}", audience=KEEPERS)
