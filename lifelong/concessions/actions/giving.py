"""Giving what is due or within authority: granted at once, carried out by the store's connector."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.concessions.actions.booking import grant
from lifelong.concessions.actions.weighing import Weighed, Wish, weigh
from lifelong.concessions.authority import Verdict
from lifelong.concessions.models import AuthorityLevel, Concession, State
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction


class NotGiven(Refused):
    """Nobody may give that."""

    code = "not-given"


class NeedsApproval(Refused):
    """Somebody else may allow it: it can be asked for."""

    code = "needs-approval"
    status = 403


class KeyReused(Refused):
    code = "key-reused"
    status = 422


def give(wish: Wish, *, by: Agent | AuthorityLevel, key: str) -> Concession:
    """Grant it now. `by`: an agent; or a level alone, under which a play gives by itself.
    `key`: made by whoever asks; under the same key it is given once.

    Raises `NeedsApproval`, `NotGiven`, `NotThisOrder`, `KeyReused`.
    """
    with transaction():
        weighed = weigh(wish, by=by, key=key)
        if (earlier := made_under(key, wish, by=by)) is not None:
            return earlier
        if weighed.answer.verdict is Verdict.APPROVAL:
            assert weighed.answer.level is not None
            raise NeedsApproval(
                _("%(why)s %(level)s can allow it.")
                % {"why": weighed.answer.sentence, "level": weighed.answer.level.name}
            )
        if weighed.answer.verdict is Verdict.REFUSED:
            raise NotGiven(weighed.answer.sentence)
        concession = drawn_up(wish, weighed, by=by, key=key)
        grant(concession, authority_of=concession.agent, level=weighed.answer.level)
        return concession


def made_under(key: str, wish: Wish, *, by: Agent | AuthorityLevel) -> Concession | None:
    """What was made under this key before. Raises `KeyReused` if it was something else."""
    earlier = Concession.objects.filter(key=key).first()
    if earlier is None:
        return None
    same = (
        earlier.kind == wish.kind
        and earlier.money == wish.money
        and earlier.reason == wish.reason
        and earlier.customer_id == wish.customer.id
        and earlier.order_id == (wish.order.id if wish.order else None)
        and earlier.items == dict(wish.items)
        and earlier.agent_id == (by.id if isinstance(by, Agent) else None)
    )
    if not same:
        raise KeyReused(_("Something else was given under this key. Make a new one."))
    return earlier


def drawn_up(wish: Wish, weighed: Weighed, *, by: Agent | AuthorityLevel, key: str) -> Concession:
    """The row, not yet granted and not yet written."""
    return Concession(
        key=key,
        kind=wish.kind,
        amount=wish.money.amount,
        currency=wish.money.currency,
        reason=wish.reason,
        due=weighed.due,
        customer=wish.customer,
        order=wish.order,
        contact=wish.contact,
        items=dict(wish.items),
        address=weighed.address,
        connection=weighed.shop.connection,
        buyer=weighed.shop.buyer,
        agent=by if isinstance(by, Agent) else None,
        state=State.ASKED,
        made_at=clock.now(),
    )
