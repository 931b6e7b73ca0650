"""What policy owes for an order. Arithmetic over dates; touches no database.

What is owed is given by reason, as a refund or as a new parcel, up to what is left of the
order's money; a code or a credit is never owed. It is *due*, and no concession.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lifelong.concessions.authority import Kind, Reason

#: the fault is in what was sent
_FAULTY = (Reason.DAMAGED, Reason.WRONG)


@dataclass(frozen=True)
class Policy:
    """For how long after delivery a fault is made good and goods are taken back; and how long
    after its dispatch a parcel that did not arrive counts as lost."""

    claims: timedelta
    returns: timedelta
    lost_after: timedelta


@dataclass(frozen=True)
class OrderFacts:
    """What is known of an order now."""

    cancelled: bool
    #: when the last of it was handed to a carrier, and arrived; None: it has not yet
    sent_at: datetime | None
    delivered_at: datetime | None
    #: a carrier has said that it failed to deliver
    failed: bool
    #: some goods have come back to the store
    came_back: bool


def owes(policy: Policy, kind: Kind, reason: Reason, facts: OrderFacts, *, now: datetime) -> bool:
    """Whether that is owed for that reason."""
    if kind not in (Kind.REFUND, Kind.RESHIP):
        return False
    if reason is Reason.CANCELLED:
        return kind is Kind.REFUND and facts.cancelled and facts.sent_at is None
    if reason in _FAULTY:
        return facts.delivered_at is not None and now <= facts.delivered_at + policy.claims
    if reason is Reason.LOST:
        return _is_lost(policy, facts, now=now)
    if reason is Reason.REGRETTED:
        return (
            kind is Kind.REFUND
            and facts.came_back
            and facts.delivered_at is not None
            and now <= facts.delivered_at + policy.returns
        )
    return False


def _is_lost(policy: Policy, facts: OrderFacts, *, now: datetime) -> bool:
    if facts.sent_at is None or facts.delivered_at is not None:
        return False
    return facts.failed or now > facts.sent_at + policy.lost_after
