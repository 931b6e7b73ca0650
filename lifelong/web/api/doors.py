"""The way into every route of the API: a bearer token, not too often, with the route's verb.

No session opens these doors, so no foreign page can use a hero's browser to walk in.
"""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from lifelong.accounts.actions.issuing import find_by_key
from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb, caller_for_token
from lifelong.lib.errors import NotAllowed
from lifelong.lib.rates import Limit, caller

CALLS = Limit("1200/minute", "api")
#: keys that open nothing, from one address: enough for a typing error, not for guessing
WRONG_KEYS = Limit("60/minute", "api wrong keys")


class Knock(HttpRequest):
    """A request that came through a door: whoever knocks is known."""

    auth: Caller


class NeedsAgent(NotAllowed):
    code = "needs-agent"


class BearerToken(HttpBearer):
    def __init__(self, verbs: tuple[Verb, ...]) -> None:
        super().__init__()
        self.verbs = verbs

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = find_by_key(token)
        if found is None:
            WRONG_KEYS.hit(caller(request))
            return None
        CALLS.hit(str(found.id))
        known = caller_for_token(found)
        for verb in self.verbs:
            known.must(verb)
        return known


def needs(*verbs: Verb) -> BearerToken:
    """A route's `auth`: open to tokens that hold all these verbs."""
    return BearerToken(verbs)


def acting(knock: Knock) -> Agent:
    """The agent in whose name a token writes. Raises `NeedsAgent` for a service's token."""
    agent = acting_if_any(knock)
    if agent is None:
        raise NeedsAgent(_("Customers are answered by a person: use a token made for an agent."))
    return agent


def acting_if_any(knock: Knock) -> Agent | None:
    agent_id: UUID | None = knock.auth.agent_id
    return Agent.objects.get(pk=agent_id) if agent_id else None
