"""Everybody who may knock: nobody, agents of every role at a screen and by token, services."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from lifelong.accounts.actions.hiring import deactivate
from lifelong.accounts.actions.issuing import issue
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import EVERY_SCOPE, POLICY, Verb
from lifelong.lib import clock
from lifelong.web.api.tests.shop import Shop

_BACKEND = "lifelong.web.signin.backend.Backend"


@dataclass(frozen=True)
class Knocker:
    name: str
    client: Client
    #: what the policy gives them
    verbs: frozenset[Verb]
    agent: Agent | None = None
    #: they have a session; else a token, or nothing at all
    at_screen: bool = False
    by_token: bool = False

    @property
    def sees_all(self) -> bool:
        """A service sees what its scopes name; some roles look into every inbox."""
        return self.agent is None or Verb.SEE_ALL_INBOXES in self.verbs


def everybody(shop: Shop) -> Iterator[Knocker]:
    yield Knocker("nobody", Client(), frozenset())
    for role in Role:
        yield from _both_ways(role.value, shop.agent(role.value, role))
    yield from _both_ways("admin and hero", shop.agent("adhero", Role.ADMIN, Role.HERO))
    gone = shop.agent("gone", Role.HERO)
    knockers = list(_both_ways("dismissed hero", gone, verbs=frozenset()))
    deactivate(gone, by=None)
    yield Knocker("dismissed hero's session", knockers[0].client, frozenset())
    yield knockers[1]
    over = shop.agent("over", Role.SEASONAL)
    over.ends_on = clock.now().date() - timedelta(days=1)
    over.save()
    knockers = list(_both_ways("seasonal past the last day", over, verbs=frozenset()))
    yield Knocker("session of a seasonal past the last day", knockers[0].client, frozenset())
    yield knockers[1]
    yield _token("service", None, EVERY_SCOPE)
    for verb in Verb:
        yield _token(f"service for {verb}", None, (verb.value,))
    hero = shop.agent("few", Role.HERO)
    yield _token("hero's token for read-text", hero, (Verb.READ_TEXT.value,))
    yield _token("hero's token for reading", hero, (Verb.READ_TEXT, Verb.SEE_CUSTOMERS))


def _both_ways(name: str, agent: Agent, verbs: frozenset[Verb] | None = None) -> Iterator[Knocker]:
    held = frozenset[Verb]().union(*(POLICY[Role(role)] for role in agent.roles))
    client = Client()
    client.force_login(agent, _BACKEND)
    yield Knocker(f"{name} at a screen", client, held if verbs is None else verbs, agent, True)
    token = _token(f"{name} by token", agent, EVERY_SCOPE)
    yield Knocker(token.name, token.client, held if verbs is None else verbs, agent, False, True)


def _token(name: str, agent: Agent | None, scopes: tuple[str, ...]) -> Knocker:
    _, key = issue(name=name, scopes=scopes, agent=agent)
    verbs = frozenset(Verb(scope) for scope in scopes)
    if agent is not None:
        verbs &= frozenset[Verb]().union(*(POLICY[Role(role)] for role in agent.roles))
    client = Client(headers={"Authorization": f"Bearer {key}"})
    return Knocker(name, client, verbs, agent, False, True)
