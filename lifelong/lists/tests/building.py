"""A shop with people in it, and acts on many of them, for tests."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import Endpoint, Inbox
from lifelong.conversations.models import Conversation
from lifelong.conversations.tests.building import (
    Came,
    agent,
    endpoint,
    inbox,
    incoming,
    receive_one,
)
from lifelong.lists.actions.carrying_out import carry_out
from lifelong.lists.actions.ordering import begin
from lifelong.lists.actions.planning import plan
from lifelong.lists.filters import Filter
from lifelong.lists.models import Bulk, Member


@dataclass(frozen=True)
class Shop:
    hero: Agent
    lead: Agent
    inbox: Inbox
    endpoint: Endpoint

    def wrote(self, name: str, text: str = "Where is it?") -> Came:
        return receive_one(incoming(text, sender=f"{name}@example.com"), at=self.endpoint)

    def crowd(self, count: int) -> list[Came]:
        return [self.wrote(f"person{number}") for number in range(count)]


def shop() -> Shop:
    hero, lead = agent(name="Mia Brandt"), agent(Role.LEAD, name="Ruth Okafor")
    mine = inbox(hero, lead, name="Support")
    return Shop(hero, lead, mine, endpoint("support@shop.example", into=mine))


def planned(
    act: str, chosen: Collection[Came] | Filter, *, by: Agent, text: str = "", **said: str
) -> Bulk:
    ids: Collection[UUID] | Filter
    ids = chosen if isinstance(chosen, Filter) else [one.conversation.id for one in chosen]
    return plan(act, said=said, text=text, chosen=ids, by=by)


def done(
    act: str, chosen: Collection[Came] | Filter, *, by: Agent, text: str = "", **said: str
) -> Bulk:
    """Planned and carried out."""
    bulk = planned(act, chosen, by=by, text=text, **said)
    begin(bulk)
    carry_out(bulk.id)
    return again(bulk)


def again(bulk: Bulk) -> Bulk:
    return Bulk.objects.get(pk=bulk.pk)


def fared(bulk: Bulk) -> list[tuple[str, str]]:
    """What became of each, and why."""
    return list(Member.objects.filter(bulk=bulk).order_by("id").values_list("state", "why"))


def whys(bulk: Bulk) -> list[str]:
    return [why for _state, why in fared(bulk) if why]


def statuses(some: Collection[Came]) -> list[str]:
    return [Conversation.objects.get(pk=one.conversation.pk).status for one in some]
