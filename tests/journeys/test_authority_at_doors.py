"""One check guards every door: beyond authority nothing is given, wherever somebody knocks.

The doors are not listed by hand: whatever imports one of the actions that give, ask or decide is
one, and has to be tried here.
"""

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import lifelong
from lifelong.accounts.models import Agent, Role
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import Approval, Concession, LevelLimit, State
from lifelong.concessions.tests.building import holder, is_balanced, level
from lifelong.conversations.models import Conversation
from lifelong.lib import clock, ids
from lifelong.lib.money import Money
from lifelong.plays.follow_up.tests import thanks as thanking
from lifelong.plays.follow_up.tests.building import ASK, DAY, NOON, THANK, sequence
from lifelong.plays.retention.actions.preparing import add_deal
from lifelong.plays.retention.models import Deal, Proposal
from lifelong.web.api.tests.shop import Shop, calls
from lifelong.web.console.tests.knocking import BACKEND

pytestmark = pytest.mark.django_db

ACTS = {"give", "ask", "decide", "grant"}
ROOT = Path(lifelong.__file__).parent


class Town:
    """Ana bought for 55.00 and writes. Mia may give 20.00, Lea 40.00, and nobody more."""

    def __init__(self) -> None:
        self.shop = Shop()
        low, high = level(1, 2000), level(2, 4000)
        self.mia_level = low
        self.mia, self.lea = self._hero(holder(low)), self._hero(holder(high))
        self.entry = self.shop.mail("ana@example.com", "It is late.")
        self.order = taken(order("1", buyer=buyer("ana@example.com")))
        assert self.order.customer

    def _hero(self, agent: Agent) -> Agent:
        agent.roles = [Role.HERO]
        agent.save()
        self.shop.service.inbox.members.add(agent)
        return agent

    @property
    def conversation(self) -> Conversation:
        return self.entry.conversation


def at_screen(agent: Agent) -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(agent, BACKEND)
    return client


def form(town: Town, amount: int, then: str) -> dict[str, str]:
    return {
        "key": str(ids.new_id()),
        "order": str(town.order.id),
        "kind": "refund",
        "reason": "goodwill",
        "extent": "amount",
        "amount": f"{amount / 100:.2f}",
        "then": then,
        "shown": f"refund goodwill {amount} {town.order.id}",
    }


def by_screen(town: Town, agent: Agent, amount: int, then: str = "give") -> int:
    path = f"/conversations/{town.conversation.id}/concessions"
    return int(at_screen(agent).post(path, form(town, amount, then)).status_code)


def by_api(town: Town, agent: Agent, amount: int, to: str = "concessions") -> int:
    said = {
        "kind": "refund",
        "amount": amount,
        "currency": "EUR",
        "reason": "goodwill",
        "customer_id": str(town.conversation.customer_id),
        "order_id": str(town.order.id),
    }
    answer = calls(agent).post(
        f"/api/v1/{to}",
        json.dumps(said),
        content_type="application/json",
        headers={"Idempotency-Key": str(ids.new_id())},
    )
    return int(answer.status_code)


def at_the_panel(town: Town) -> None:
    assert by_screen(town, town.mia, 2001) == 403
    assert by_screen(town, town.mia, 4001, "ask") == 409
    assert by_screen(town, town.mia, 2000, "ask") == 409


def at_the_approvals(town: Town) -> None:
    """Who asked does not decide, nor does who holds no more than they."""
    path = f"/giving/approvals/{asked(town).id}/decision"
    other = town._hero(holder(town.mia_level))
    assert at_screen(town.mia).post(path, {"granted": "yes"}).status_code == 403
    assert at_screen(other).post(path, {"granted": "yes"}).status_code == 404


def at_the_api(town: Town) -> None:
    assert by_api(town, town.mia, 2001) == 403
    assert by_api(town, town.lea, 4001) == 409


def at_the_approvals_of_the_api(town: Town) -> None:
    path = f"/api/v1/approvals/{asked(town).id}/decision"
    yes: Any = {"data": json.dumps({"granted": True}), "content_type": "application/json"}
    other = town._hero(holder(town.mia_level))
    assert calls(town.mia).post(path, **yes).status_code == 403
    assert calls(other).post(path, **yes).status_code == 404
    assert by_api(town, town.mia, 4001, "approvals") == 409


def at_the_deals(town: Town) -> None:
    """Beyond hers it is asked for; what nobody may give is not even proposed, nor given when the
    deal was made better after it was proposed."""
    deal = add_deal(name="A code", kind=Kind.DISCOUNT, money=Money(4000, "EUR"))
    screen = at_screen(town.mia)
    path = f"/contacts/{town.entry.contact_id}/proposals"
    said = {"deal": str(deal.id), "order": str(town.order.id)}
    assert screen.post(path, said).status_code == 204
    proposal = Proposal.objects.get()
    yes = f"/proposals/{proposal.id}/acceptance"
    Proposal.objects.update(amount=4001)
    assert screen.post(yes).status_code == 409
    Proposal.objects.update(amount=4000)
    assert screen.post(yes).status_code == 204
    assert Concession.objects.get().state == State.ASKED
    Deal.objects.update(amount=4001)
    proposal.delete()
    assert screen.post(path, said).status_code == 409


def by_a_play(town: Town) -> None:
    """Its sequence thanks with 5.00, and its level gives a cent less since that was arranged."""
    with clock.stopped_at(NOON - 100 * DAY):
        low = level(3, 500, percent=None)
    sequence(ASK, THANK, level=low)
    LevelLimit.objects.filter(version__level=low).update(most=499)
    thanking.tapped_and_later(thanking.asked(sender="bo@example.com"))
    assert thanking.withheld() == "authority"


def asked(town: Town) -> Approval:
    """By Mia, of whoever holds Lea's level."""
    assert by_screen(town, town.mia, 3000, "ask") == 200
    return Approval.objects.get()


#: the modules that can give, and what knocks at each beyond authority
DOORS: dict[str, Callable[[Town], None]] = {
    "web.console.giving.panel": at_the_panel,
    "web.console.giving.approvals": at_the_approvals,
    "web.api.concessions": at_the_api,
    "web.api.approvals": at_the_approvals_of_the_api,
    "plays.retention.actions.proposing": at_the_deals,
    "plays.follow_up.actions.thanking": by_a_play,
}
#: made up before anybody uses it, by the same actions
NO_DOORS = {"simulation.giving"}


def test_whatever_can_give_is_a_door_that_is_tried_here() -> None:
    assert set(givers()) - NO_DOORS == set(DOORS)


@pytest.mark.parametrize("name", DOORS)
def test_beyond_authority_no_door_gives_anything(name: str) -> None:
    DOORS[name](Town())
    assert not Concession.objects.exclude(state=State.ASKED).exists()
    is_balanced()


def test_within_it_screen_and_api_count_together() -> None:
    town = Town()
    assert by_screen(town, town.mia, 1500) == 200
    assert by_api(town, town.mia, 501) == 403
    assert by_api(town, town.mia, 500) == 201
    assert Concession.objects.count() == 2
    is_balanced()


def givers() -> Iterator[str]:
    """Modules outside of the package that import an action by which something is given."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] != "concessions" and "tests" not in parts and _can_give(path):
            yield ".".join(parts)


def _can_give(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import) and any(_acts(one.name) for one in node.names):
            return True
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {one.name for one in node.names}
            whole = node.module == "lifelong.concessions.actions"
            if (_acts(node.module) and names & ACTS) or (
                whole and names & {"giving", "approving", "booking"}
            ):
                return True
    return False


def _acts(module: str) -> bool:
    package, _dot, last = module.rpartition(".")
    actions = package == "lifelong.concessions.actions"
    return actions and last in ("giving", "approving", "booking")
