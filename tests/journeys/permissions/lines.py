"""What a line says of a door: who may go through, and what is sent to try it.

Nothing here is read from the views. A line says what a door needs (verbs of the one policy) and
whether it is about one conversation that has to be seen whole (`whole`). Who holds which verb
follows from `accounts.policy`, who sees what whole from domain.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from lifelong.accounts.policy import Verb
from lifelong.lib import clock, ids


@dataclass(frozen=True)
class Place:
    """A customer's conversation with something of every kind in it."""

    #: a word that stands in each text of it
    secret: str
    customer_id: UUID
    conversation_id: UUID
    contact_id: UUID
    closed_contact_id: UUID
    entry_id: UUID
    note_id: UUID
    sent_id: UUID
    failed_id: UUID
    attachment_id: UUID
    promise_id: UUID
    pin_id: UUID
    handle_id: UUID
    #: somebody who never wrote, to be joined with; and one who is joined
    other_id: UUID
    joining_id: UUID
    picture: str
    parked_id: UUID
    quarantined_id: UUID
    blocked_id: UUID
    put_away_id: UUID
    topic_id: UUID
    inbox_id: UUID
    #: whoever knocks, or somebody else where nobody does
    agent_id: UUID
    brand_id: UUID
    endpoint_id: UUID
    number_id: UUID
    team_id: UUID
    token_id: UUID
    widget_id: UUID
    order_id: UUID
    connection_id: UUID
    rule_id: UUID
    offer_id: UUID
    proposal_id: UUID
    deal_id: UUID
    feed_id: UUID
    answer_id: UUID
    concession_id: UUID
    approval_id: UUID
    level_id: UUID
    sequence_id: UUID
    mass_id: UUID
    template_id: UUID
    play_id: UUID
    tag_id: UUID
    cost_id: UUID
    #: shared with everybody
    list_id: UUID
    #: of whoever knocks
    bulk_id: UUID
    #: of nobody
    session_id: int = 0
    passkey_id: int = 0

    @property
    def refusal(self) -> str:
        """What the other side said of the message that failed."""
        return refusal_of(self.secret)


def refusal_of(secret: str) -> str:
    return f"Nobody of {secret} here"


Say = Callable[[Place], Mapping[str, Any]]


def nothing(place: Place) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Door:
    #: all of these verbs; None: open to everybody
    needs: tuple[Verb, ...] | None
    #: about one conversation: hidden from those who do not see it whole
    whole: bool = False
    #: done in an agent's name: closed to a service's token
    acts: bool = False
    #: what a service needs beyond that
    service_needs: tuple[Verb, ...] = ()
    #: may tell that a conversation exists which the caller does not see whole
    tells_of_others: bool = False
    #: says in the other side's words why something failed, to those who read no conversations
    quotes: bool = False
    #: names every conversation that the caller sees whole
    lists: bool = False
    #: what stands in the route's parameters where it is not the thing of the same name
    at: Mapping[str, str] = field(default_factory=dict)
    json: Say | None = None
    form: Say = nothing
    #: answers that mean "you may": an action may still refuse by its own rules
    answers: tuple[int, ...] = field(default=(200, 201, 204))


PUBLIC = None
CUSTOMERS = (Verb.SEE_CUSTOMERS,)
TEXT = (Verb.READ_TEXT, Verb.SEE_CUSTOMERS)
WRITE = (Verb.ANSWER, Verb.SEE_CUSTOMERS)
SAY = (Verb.ANSWER, Verb.READ_TEXT, Verb.SEE_CUSTOMERS)
JOIN = (Verb.JOIN_CUSTOMERS, Verb.SEE_CUSTOMERS)
NUMBER = {"endpoint_id": "number_id"}
CLOSED = {"contact_id": "closed_contact_id"}
PARKED = {"delivery_id": "parked_id"}
QUARANTINED = {"delivery_id": "quarantined_id"}
BLOCKED = {"delivery_id": "blocked_id"}
PUT_AWAY = {"delivery_id": "put_away_id"}
GIVE = (Verb.GIVE, Verb.SEE_CUSTOMERS)
LEDGER = (Verb.SEE_LEDGER,)
LEADS = (Verb.DECIDE_MASS_INCIDENTS,)
BOARD = (Verb.ASSIGN_OTHERS, Verb.SEE_CUSTOMERS)
SHARED = (Verb.ASSIGN_OTHERS, Verb.READ_TEXT, Verb.SEE_CUSTOMERS)
INTAKE = (Verb.SEE_INTAKE,)
SETTLE = (Verb.SETTLE_INTAKE, Verb.SEE_INTAKE)


def tomorrow(place: Place) -> dict[str, str]:
    return {"until": (clock.now() + timedelta(days=1)).isoformat(), "on": "carrier"}


def promise(place: Place) -> dict[str, str]:
    return {"text": "Call back", "due_at": (clock.now() + timedelta(days=1)).isoformat()}


def reply(place: Place) -> dict[str, Any]:
    contact_id = str(place.contact_id)
    return {
        "id": str(ids.new_id()),
        "text": "Soon",
        "seen_position": 99,
        "contact_id": contact_id,
        "contact": contact_id,
        "seen": "99",
    }


def note(place: Place) -> dict[str, Any]:
    return {"id": str(ids.new_id()), "text": "Hm"}


def other(place: Place) -> dict[str, Any]:
    return {"other": str(place.other_id)}


def closure(place: Place) -> dict[str, Any]:
    topic = str(place.topic_id)
    return {"topic_id": topic, "topic": topic, "reason": "Told by phone", "resolution": "solved"}


def bulk(place: Place) -> dict[str, Any]:
    return {"act": "close", "resolution": "spam", "id": [str(place.conversation_id)]}


SETTINGS = (Verb.SEE_SETTINGS,)
OUTCOMES = (Verb.SEE_OUTCOMES,)
RUN = (Verb.RUN_PLAYS, Verb.SEE_OUTCOMES)
CHANGE = (Verb.CHANGE_SETTINGS, Verb.SEE_SETTINGS)


def new(*fields: str) -> Say:
    """A form with a fresh word in each of these fields."""
    return lambda place: dict.fromkeys(fields, f"New {ids.new_id().hex[-8:]}")


#: a form that says too little, or an action that refuses: the door did open
REFUSED = (200, 409, 422)


def wish(place: Place) -> dict[str, Any]:
    """More than anybody may give: the door opens, and nothing is given."""
    return {
        "kind": "credit",
        "amount": 10**9,
        "currency": "EUR",
        "reason": "goodwill",
        "customer_id": str(place.customer_id),
    }
