"""A concession's steps, each written into the ledger once: granted, then done or failed."""

from lifelong.accounts.models import Agent
from lifelong.concessions.authority import Kind, Level, Reason
from lifelong.concessions.codes import VALID_FOR
from lifelong.concessions.events import ConcessionDone, ConcessionFailed, ConcessionGranted
from lifelong.concessions.models import Account, Concession, LedgerEntry, State, Step
from lifelong.events.log import record
from lifelong.lib import clock


def grant(concession: Concession, *, authority_of: Agent | None, level: Level | None) -> None:
    """Write it down as promised, and have it carried out. `level`: whose limits it was held
    against; None where it is due and its giver holds none. `authority_of`: None for a play."""
    now = clock.now()
    concession.state, concession.granted_at, concession.next_try_at = State.GRANTED, now, now
    if concession.kind == Kind.DISCOUNT:
        concession.expires_at = now + VALID_FOR
    if not concession.due:
        assert level is not None
        concession.authority_of, concession.version_id = authority_of, level.version_id
    concession.save()
    _book(concession, Step.GRANTED, debit=_cost(concession), credit=Account.OUTSTANDING)
    record(
        ConcessionGranted(
            customer_id=concession.customer_id,
            concession_id=concession.id,
            order_id=concession.order_id,
            kind=Kind(concession.kind),
            money=concession.money,
            reason=Reason(concession.reason),
            due=concession.due,
            agent_id=concession.agent_id,
        )
    )


def settle_done(concession: Concession, *, ref: str) -> None:
    """The customer has it. Only under its row's lock, and not if it was settled before."""
    _settle(concession, State.DONE, words="")
    concession.ref = ref[:120]
    concession.save()
    _book(concession, Step.DONE, debit=Account.OUTSTANDING, credit=Account.HANDED_OVER)
    record(
        ConcessionDone(
            customer_id=concession.customer_id,
            concession_id=concession.id,
            order_id=concession.order_id,
        )
    )


def settle_failed(concession: Concession, *, words: str) -> None:
    """The customer will not have it: what was promised is taken back. As `settle_done`."""
    _settle(concession, State.FAILED, words=words)
    concession.save()
    _book(concession, Step.FAILED, debit=Account.OUTSTANDING, credit=_cost(concession))
    record(
        ConcessionFailed(
            customer_id=concession.customer_id,
            concession_id=concession.id,
            order_id=concession.order_id,
        )
    )


def _settle(concession: Concession, state: State, *, words: str) -> None:
    concession.state, concession.settled_at = state, clock.now()
    concession.next_try_at, concession.in_doubt = None, False
    concession.words = words[:500]


def _cost(concession: Concession) -> Account:
    return Account.DUE if concession.due else Account.CONCEDED


def _book(concession: Concession, step: Step, *, debit: Account, credit: Account) -> None:
    LedgerEntry.objects.create(
        concession=concession,
        step=step,
        debit=debit,
        credit=credit,
        amount=concession.amount,
        currency=concession.currency,
        at=clock.now(),
        customer_id=concession.customer_id,
        agent_id=concession.agent_id,
        reason=concession.reason,
        level_id=concession.version.level_id if concession.version else None,
    )
