"""The one policy: who may do what. Which rows is said by each package's `queries.py`."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent, Role, Token
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed


class Verb(StrEnum):
    SEE_CUSTOMERS = "see-customers"
    READ_TEXT = "read-text"
    ANSWER = "answer"
    SEE_ALL_INBOXES = "see-all-inboxes"
    SEE_INTAKE = "see-intake"
    SETTLE_INTAKE = "settle-intake"
    SEE_SETTINGS = "see-settings"
    CHANGE_SETTINGS = "change-settings"
    ASSIGN_OTHERS = "assign-others"
    JOIN_CUSTOMERS = "join-customers"
    GIVE = "give"
    SEE_LEDGER = "see-ledger"
    DECIDE_MASS_INCIDENTS = "decide-mass-incidents"
    SEE_OUTCOMES = "see-outcomes"
    RUN_PLAYS = "run-plays"
    SEE_HEALTH = "see-health"
    TRY_AGAIN = "try-again"


_HERO = {Verb.SEE_CUSTOMERS, Verb.READ_TEXT, Verb.ANSWER, Verb.JOIN_CUSTOMERS, Verb.GIVE}

POLICY: dict[Role, Set[Verb]] = {
    Role.HERO: _HERO,
    Role.SEASONAL: _HERO,
    Role.LEAD: _HERO
    | {
        Verb.ASSIGN_OTHERS,
        Verb.SEE_LEDGER,
        Verb.DECIDE_MASS_INCIDENTS,
        Verb.SEE_OUTCOMES,
        Verb.RUN_PLAYS,
    },
    Role.ADMIN: {
        Verb.SEE_CUSTOMERS,
        Verb.SEE_ALL_INBOXES,
        Verb.SEE_INTAKE,
        Verb.SETTLE_INTAKE,
        Verb.SEE_SETTINGS,
        Verb.CHANGE_SETTINGS,
        Verb.SEE_LEDGER,
        Verb.SEE_OUTCOMES,
        Verb.RUN_PLAYS,
        Verb.SEE_HEALTH,
        Verb.TRY_AGAIN,
    },
    Role.AUDITOR: {
        Verb.SEE_CUSTOMERS,
        Verb.READ_TEXT,
        Verb.SEE_ALL_INBOXES,
        Verb.SEE_INTAKE,
        Verb.SEE_SETTINGS,
        Verb.SEE_LEDGER,
        Verb.SEE_OUTCOMES,
        Verb.SEE_HEALTH,
    },
    Role.FINANCE: {Verb.SEE_LEDGER},
    Role.WAREHOUSE: set(),
}


@dataclass(frozen=True)
class Caller:
    """Whoever knocks: an agent at the screen, a token at the API. Made anew for each request.

    `agent_id` is None for a service token, whose rows are those its scopes name.
    """

    agent_id: UUID | None
    verbs: frozenset[Verb]

    def may(self, verb: Verb) -> bool:
        return verb in self.verbs

    def must(self, verb: Verb) -> None:
        """Raises `NotAllowed` unless this caller may."""
        if verb not in self.verbs:
            raise NotAllowed(_refusal(verb))


def _refusal(verb: Verb) -> str:
    return _("Your role does not allow this (%(verb)s). An admin can change it.") % {
        "verb": verb.value.replace("-", " ")
    }


def caller_for(agent: Agent) -> Caller:
    verbs = frozenset[Verb]()
    if agent.works_on(clock.now().date()):
        for role in agent.roles:
            verbs |= POLICY[Role(role)]
    return Caller(agent.id, verbs)


def caller_for_token(token: Token) -> Caller:
    """A token holds the verbs among its scopes, and its agent's at most when it has one."""
    verbs = frozenset(verb for verb in Verb if verb.value in token.scopes)
    if token.agent is None:
        return Caller(None, verbs)
    return Caller(token.agent.id, verbs & caller_for(token.agent).verbs)


EVERY_SCOPE = tuple(verb.value for verb in Verb)
