"""Trying all again that failed and is still waited for, a few at a time."""

from datetime import datetime

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.sending import retry
from lifelong.conversations.events import UndeliveredRetried
from lifelong.conversations.undelivered import to_be_retried
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: so many in one job
A_FEW = 25


def try_all_again(*, by: Agent) -> None:
    """What perhaps arrived, or came back, is left out: a second one might be one too many, and
    who has moved is not reached by another try."""
    with transaction():
        record(UndeliveredRetried(until=clock.now(), by_id=by.id))


def try_some_again(*, until: datetime) -> bool:
    """Whether there may be more. What fails anew did so later than `until`."""
    some = to_be_retried(until=until, most=A_FEW)
    for entry in some:
        retry(entry)
    return len(some) == A_FEW
