"""How a granted concession fares at the store: tried, done or failed, or nobody knows."""

from datetime import datetime, timedelta
from uuid import UUID

from lifelong.concessions.actions.booking import settle_done, settle_failed
from lifelong.concessions.events import ConcessionDoubted
from lifelong.concessions.models import Concession, State
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: minutes until the next try, each longer than the last; after them it is given up
PAUSES = (0.1, 0.5, 2, 10, 30, 60, 120, 240)
#: a try that was not heard of for so long has died
LONGEST_TRY = timedelta(minutes=5)
#: so long after the last try the store is not asked what became of it: it may be at work still
AT_WORK = timedelta(minutes=15)
#: so long the store is asked again about what nobody knows
ASKED_ABOUT = timedelta(days=30)
OPEN = (State.GRANTED, State.UNKNOWN)


def begin_try(concession_id: UUID) -> Concession | None:
    """The concession as it was before this try, if it is to be tried now.

    From here to the next word about it a try counts as one that may have reached the store.
    """
    with transaction():
        concession = _locked(concession_id)
        now = clock.now()
        if concession.state != State.GRANTED or concession.next_try_at is None:
            return None
        if concession.next_try_at > now:
            return None
        was_in_doubt = concession.in_doubt
        concession.next_try_at, concession.in_doubt = now + LONGEST_TRY, True
        concession.tries += 1
        concession.save()
        concession.in_doubt = was_in_doubt
        return concession


def carried_out(concession_id: UUID, *, ref: str) -> None:
    """The store has done it, and calls it `ref`. Said twice, also by webhook, it counts once."""
    with transaction():
        concession = _locked(concession_id)
        if concession.state in OPEN:
            settle_done(concession, ref=ref)


def failed_once(
    concession_id: UUID, *, words: str, permanent: bool, unsure: bool, pause: timedelta
) -> datetime | None:
    """A try failed; arguments as in `DeliveryFailed`. The moment of the next, None: given up.

    Given up in doubt it is unknown, not failed: a second one might be one too many.
    """
    with transaction():
        concession = _locked(concession_id)
        if concession.state != State.GRANTED:
            return None
        concession.words, concession.in_doubt = words[:500], unsure
        if not permanent and concession.tries <= len(PAUSES):
            usual = timedelta(minutes=PAUSES[concession.tries - 1])
            concession.next_try_at = clock.now() + max(usual, pause)
            concession.save()
            return concession.next_try_at
        if unsure:
            _lose_sight(concession)
        else:
            settle_failed(concession, words=words)
        return None


def found_undone(concession_id: UUID, *, words: str) -> None:
    """Of one that nobody knew about the store says that it has certainly not done it."""
    with transaction():
        concession = _locked(concession_id)
        if concession.state == State.UNKNOWN:
            settle_failed(concession, words=words)


def overdue_ids(*, overdue_by: timedelta) -> list[UUID]:
    """Concessions whose try should have happened: their job was lost or their worker died."""
    overdue = Concession.objects.filter(
        state=State.GRANTED, next_try_at__lt=clock.now() - overdue_by
    )
    return list(overdue.order_by("next_try_at").values_list("id", flat=True)[:500])


def doubted_ids() -> list[UUID]:
    """Concessions of which nobody knows, the oldest first, as far back as a store is asked."""
    now = clock.now()
    doubted = Concession.objects.filter(
        state=State.UNKNOWN, granted_at__gt=now - ASKED_ABOUT, next_try_at__lte=now
    )
    return list(doubted.order_by("granted_at").values_list("id", flat=True)[:500])


def _lose_sight(concession: Concession) -> None:
    concession.state, concession.in_doubt = State.UNKNOWN, True
    # nothing is handed over any more: from then on it is looked for
    concession.next_try_at = clock.now() + AT_WORK
    concession.save()
    record(ConcessionDoubted(customer_id=concession.customer_id, concession_id=concession.id))


def _locked(concession_id: UUID) -> Concession:
    rows = Concession.objects.select_for_update(of=("self",))
    return rows.get(pk=concession_id)
