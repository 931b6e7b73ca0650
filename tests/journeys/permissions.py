"""Who may go through which door: one line for each, and a door without a line fails the build.

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
    sent_id: UUID
    failed_id: UUID
    attachment_id: UUID
    promise_id: UUID
    handle_id: UUID
    #: somebody who never wrote, to be joined with; and one who is joined
    other_id: UUID
    joining_id: UUID
    picture: str
    parked_id: UUID
    quarantined_id: UUID
    blocked_id: UUID
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
INTAKE = (Verb.SEE_INTAKE,)
SETTLE = (Verb.SETTLE_INTAKE, Verb.SEE_INTAKE)


def _tomorrow(place: Place) -> dict[str, str]:
    return {"until": (clock.now() + timedelta(days=1)).isoformat(), "on": "carrier"}


def _promise(place: Place) -> dict[str, str]:
    return {"text": "Call back", "due_at": (clock.now() + timedelta(days=1)).isoformat()}


def _reply(place: Place) -> dict[str, Any]:
    contact_id = str(place.contact_id)
    return {
        "id": str(ids.new_id()),
        "text": "Soon",
        "seen_position": 99,
        "contact_id": contact_id,
        "contact": contact_id,
        "seen": "99",
    }


def _note(place: Place) -> dict[str, Any]:
    return {"id": str(ids.new_id()), "text": "Hm"}


def _other(place: Place) -> dict[str, Any]:
    return {"other": str(place.other_id)}


def _closure(place: Place) -> dict[str, Any]:
    topic = str(place.topic_id)
    return {"topic_id": topic, "topic": topic, "reason": "Told by phone", "resolution": "solved"}


API: dict[str, Door] = {
    "ANY /api/v1/openapi.json": Door(PUBLIC),
    "ANY /api/v1/": Door(PUBLIC, answers=(404,)),
    "ANY /api/v1/<path:elsewhere>": Door(PUBLIC, answers=(404,)),
    "GET /api/v1/customers": Door(CUSTOMERS),
    "GET /api/v1/customers/<customer_id>": Door(CUSTOMERS),
    "GET /api/v1/customers/<customer_id>/conversation": Door(CUSTOMERS, tells_of_others=True),
    "GET /api/v1/conversations": Door(CUSTOMERS, lists=True),
    "GET /api/v1/conversations/<conversation_id>": Door(CUSTOMERS, whole=True),
    "GET /api/v1/conversations/<conversation_id>/entries": Door(TEXT, whole=True),
    "GET /api/v1/entries/<entry_id>": Door(TEXT, whole=True),
    "POST /api/v1/conversations/<conversation_id>/replies": Door(
        SAY, whole=True, acts=True, json=_reply
    ),
    "POST /api/v1/conversations/<conversation_id>/notes": Door(
        SAY, whole=True, acts=True, json=_note
    ),
    "GET /api/v1/contacts": Door(CUSTOMERS, lists=True),
    "GET /api/v1/contacts/<contact_id>": Door(CUSTOMERS, whole=True),
    "POST /api/v1/contacts/<contact_id>/closure": Door(WRITE, whole=True, json=_closure),
    "DELETE /api/v1/contacts/<contact_id>/closure": Door(WRITE, whole=True, acts=True, at=CLOSED),
    "POST /api/v1/contacts/<contact_id>/set-aside": Door(
        WRITE, whole=True, acts=True, json=_tomorrow
    ),
    "PUT /api/v1/conversations/<conversation_id>/owner": Door(
        WRITE,
        whole=True,
        service_needs=(Verb.ASSIGN_OTHERS,),
        json=lambda place: {"agent_id": str(place.agent_id)},
    ),
    "DELETE /api/v1/conversations/<conversation_id>/owner": Door(
        WRITE, whole=True, service_needs=(Verb.ASSIGN_OTHERS,)
    ),
    "GET /api/v1/deliveries": Door(INTAKE),
    "GET /api/v1/deliveries/summary": Door(INTAKE),
    "GET /api/v1/deliveries/<delivery_id>": Door(INTAKE, at=PARKED),
    "POST /api/v1/deliveries/<delivery_id>/replay": Door(SETTLE, at=PARKED),
    "POST /api/v1/deliveries/<delivery_id>/admission": Door(SETTLE, at=QUARANTINED),
    "POST /api/v1/deliveries/<delivery_id>/block": Door(SETTLE, at=QUARANTINED),
    "GET /api/v1/topics": Door(CUSTOMERS),
    "GET /api/v1/inboxes": Door(CUSTOMERS),
    "GET /api/v1/agents": Door(CUSTOMERS),
    "GET /api/v1/orders": Door(CUSTOMERS),
    "GET /api/v1/orders/<order_id>": Door(CUSTOMERS),
}

RUNNING: dict[str, Door] = {
    # a vendor has no session: its signature opens, and here nobody has a door of that name
    "ANY /hooks/<str:connector>/<str:key>": Door(PUBLIC, answers=(404, 405)),
    # a vendor fetches what we signed for it, and here nothing is signed
    "ANY /hooks/files/<str:signed>": Door(PUBLIC, answers=(404, 405)),
    "ANY /healthz": Door(PUBLIC, answers=(200, 503)),
    "ANY /metrics": Door(PUBLIC),
}

CONSOLE: dict[str, Door] = {
    # leads to sign-in, or to where one belongs; the list itself is GET /waiting
    "GET /": Door(PUBLIC, answers=(200, 302)),
    "GET /waiting": Door(TEXT, lists=True),
    "GET /waiting/closed": Door(TEXT),
    "GET /offers": Door(SAY),
    "GET /people/<uuid:conversation_id>": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/entries": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/who": Door(TEXT, whole=True),
    "POST /conversations/<uuid:conversation_id>/replies": Door(SAY, whole=True, form=_reply),
    "POST /conversations/<uuid:conversation_id>/notes": Door(SAY, whole=True, form=_note),
    "GET /conversations/<uuid:conversation_id>/draft": Door(SAY, whole=True),
    "PUT /conversations/<uuid:conversation_id>/draft": Door(
        SAY, whole=True, json=lambda place: {"text": "So", "version": 0}
    ),
    "POST /conversations/<uuid:conversation_id>/ownership": Door(SAY, whole=True),
    "DELETE /conversations/<uuid:conversation_id>/ownership": Door(SAY, whole=True),
    "POST /conversations/<uuid:conversation_id>/inbox": Door(
        SAY, whole=True, form=lambda place: {"inbox": str(place.inbox_id)}
    ),
    # who does not ring there hears that it is too late
    "POST /conversations/<uuid:conversation_id>/offer": Door(SAY, whole=True, answers=(204, 409)),
    "DELETE /conversations/<uuid:conversation_id>/offer": Door(SAY, whole=True),
    "GET /conversations/<uuid:conversation_id>/presence": Door(TEXT, whole=True),
    "PUT /conversations/<uuid:conversation_id>/presence": Door(TEXT, whole=True),
    "DELETE /conversations/<uuid:conversation_id>/presence": Door(TEXT, whole=True),
    "POST /conversations/<uuid:conversation_id>/joinings": Door(JOIN, whole=True, form=_other),
    "POST /conversations/<uuid:conversation_id>/apart": Door(JOIN, whole=True, form=_other),
    "GET /conversations/<uuid:conversation_id>/others": Door(JOIN, whole=True),
    "POST /conversations/<uuid:conversation_id>/handles/<uuid:handle_id>/sharing": Door(
        JOIN, whole=True
    ),
    "DELETE /conversations/<uuid:conversation_id>/handles/<uuid:handle_id>/sharing": Door(
        JOIN, whole=True
    ),
    "DELETE /joinings/<uuid:joining_id>": Door(JOIN, whole=True),
    "POST /contacts/<uuid:contact_id>/closure": Door(SAY, whole=True, form=_closure),
    "DELETE /contacts/<uuid:contact_id>/closure": Door(SAY, whole=True, at=CLOSED),
    "POST /contacts/<uuid:contact_id>/corrections": Door(
        SAY, whole=True, form=lambda place: {"right": "legal"}
    ),
    "POST /contacts/<uuid:contact_id>/set-aside": Door(SAY, whole=True, form=_tomorrow),
    "POST /contacts/<uuid:contact_id>/promises": Door(SAY, whole=True, form=_promise),
    "POST /promises/<uuid:promise_id>/settlement": Door(SAY, whole=True),
    "GET /entries/<uuid:entry_id>/html": Door(TEXT, whole=True),
    # only its writer may: anybody else hears 409
    "POST /entries/<uuid:entry_id>/withdrawal": Door(
        SAY, whole=True, at={"entry_id": "sent_id"}, answers=(200, 409)
    ),
    "POST /entries/<uuid:entry_id>/attempts": Door(SAY, whole=True, at={"entry_id": "failed_id"}),
    # of what became of it nobody doubts: the door did open
    "POST /entries/<uuid:entry_id>/doubt": Door(
        SAY, whole=True, at={"entry_id": "failed_id"}, answers=(200, 409)
    ),
    "DELETE /entries/<uuid:entry_id>/doubt": Door(
        SAY, whole=True, at={"entry_id": "failed_id"}, answers=(200, 409)
    ),
    "POST /entries/<uuid:entry_id>/files": Door(SAY, whole=True),
    "GET /files/<uuid:attachment_id>": Door(TEXT, whole=True),
    "GET /pictures/<str:signed>": Door(TEXT, whole=True, at={"signed": "picture"}),
    "GET /orders/<uuid:order_id>": Door(TEXT),
    # of an order that is somebody's: whoever may say so hears 409
    "POST /orders/<uuid:order_id>/buyer": Door(
        SAY,
        whole=True,
        form=lambda place: {"conversation": str(place.conversation_id)},
        answers=(204, 409),
    ),
    "POST /stream/token": Door(CUSTOMERS),
    "GET /sign-in/": Door(PUBLIC, answers=(200, 302)),
    "POST /sign-in/": Door(PUBLIC, answers=(200, 302)),
    "POST /sign-out/": Door(PUBLIC, answers=(200, 302)),
}

SETTINGS = (Verb.SEE_SETTINGS,)
CHANGE = (Verb.CHANGE_SETTINGS, Verb.SEE_SETTINGS)
MINE = ()


def _new(*fields: str) -> Say:
    """A form with a fresh word in each of these fields."""
    return lambda place: dict.fromkeys(fields, f"New {ids.new_id().hex[-8:]}")


def _brand(place: Place) -> dict[str, str]:
    return {**_new("name")(place), "zone": "UTC", "currency": "EUR"}


#: a form that says too little, or an action that refuses: the door did open
_REFUSED = (200, 409, 422)

SETTING_PAGES: dict[str, Door] = {
    "GET /settings/heroes": Door(SETTINGS),
    "POST /settings/heroes": Door(CHANGE, answers=_REFUSED),
    "GET /settings/heroes/new": Door(CHANGE),
    "GET /settings/heroes/<uuid:agent_id>": Door(SETTINGS),
    "POST /settings/heroes/<uuid:agent_id>": Door(CHANGE, answers=_REFUSED),
    "POST /settings/heroes/<uuid:agent_id>/invitation": Door(CHANGE),
    "POST /settings/heroes/<uuid:agent_id>/departure": Door(CHANGE),
    "DELETE /settings/heroes/<uuid:agent_id>/departure": Door(CHANGE),
    "POST /settings/heroes/<uuid:agent_id>/wages": Door(CHANGE, answers=_REFUSED),
    "GET /settings/teams": Door(SETTINGS),
    "POST /settings/teams": Door(CHANGE, form=_new("name")),
    "POST /settings/teams/<uuid:team_id>": Door(CHANGE, form=_new("name")),
    "DELETE /settings/teams/<uuid:team_id>": Door(CHANGE),
    "GET /settings/topics": Door(SETTINGS),
    "POST /settings/topics": Door(CHANGE, form=_new("name")),
    "POST /settings/topics/<uuid:topic_id>": Door(CHANGE, form=_new("name")),
    "POST /settings/topics/<uuid:topic_id>/retirement": Door(CHANGE),
    "DELETE /settings/topics/<uuid:topic_id>/retirement": Door(CHANGE),
    "GET /settings/endpoints": Door(SETTINGS),
    "POST /settings/endpoints": Door(CHANGE, answers=_REFUSED),
    "GET /settings/endpoints/new": Door(CHANGE),
    "GET /settings/endpoints/<uuid:endpoint_id>": Door(SETTINGS),
    "POST /settings/endpoints/<uuid:endpoint_id>": Door(CHANGE, answers=_REFUSED),
    "POST /settings/endpoints/<uuid:endpoint_id>/test-mail": Door(CHANGE),
    "GET /settings/hours": Door(SETTINGS),
    "GET /settings/brands/<uuid:brand_id>/hours": Door(CHANGE),
    "POST /settings/brands/<uuid:brand_id>/hours": Door(CHANGE),
    "GET /settings/inboxes/<uuid:inbox_id>/hours": Door(CHANGE),
    "POST /settings/inboxes/<uuid:inbox_id>/hours": Door(CHANGE, answers=_REFUSED),
    "POST /settings/numbers": Door(CHANGE, answers=_REFUSED),
    "GET /settings/numbers/new": Door(CHANGE),
    "GET /settings/numbers/<uuid:endpoint_id>": Door(SETTINGS, at=NUMBER),
    "POST /settings/numbers/<uuid:endpoint_id>": Door(CHANGE, at=NUMBER, answers=_REFUSED),
    "POST /settings/numbers/<uuid:endpoint_id>/test-text": Door(
        CHANGE, at=NUMBER, answers=_REFUSED
    ),
    "GET /settings/brands/new": Door(CHANGE),
    "POST /settings/brands/new": Door(CHANGE, form=_brand),
    "GET /settings/brands/<uuid:brand_id>": Door(CHANGE),
    "POST /settings/brands/<uuid:brand_id>": Door(CHANGE, form=_brand),
    "GET /settings/inboxes/new": Door(CHANGE),
    "POST /settings/inboxes/new": Door(CHANGE, answers=_REFUSED),
    "GET /settings/inboxes/<uuid:inbox_id>": Door(CHANGE),
    "POST /settings/inboxes/<uuid:inbox_id>": Door(CHANGE, form=_new("name")),
    "GET /settings/widgets": Door(SETTINGS),
    "POST /settings/widgets": Door(CHANGE, answers=_REFUSED),
    "GET /settings/widgets/new": Door(CHANGE),
    "GET /settings/widgets/<uuid:widget_id>": Door(SETTINGS),
    "POST /settings/widgets/<uuid:widget_id>": Door(CHANGE, answers=_REFUSED),
    "POST /settings/widgets/<uuid:widget_id>/secret": Door(CHANGE),
    "GET /settings/widgets/<uuid:widget_id>/trial": Door(SETTINGS),
    "GET /settings/shops": Door(SETTINGS),
    "POST /settings/shops": Door(CHANGE, answers=_REFUSED),
    "GET /settings/shops/new": Door(CHANGE),
    "GET /settings/shops/<uuid:connection_id>": Door(SETTINGS),
    "POST /settings/shops/<uuid:connection_id>": Door(CHANGE, answers=_REFUSED),
    "GET /settings/tokens": Door(SETTINGS),
    "POST /settings/tokens": Door(CHANGE, answers=_REFUSED),
    "DELETE /settings/tokens/<uuid:token_id>": Door(CHANGE),
}

INTAKE_PAGES: dict[str, Door] = {
    "GET /intake/counts": Door(INTAKE),
    "GET /intake/parked": Door(INTAKE),
    "GET /intake/parked/rows": Door(INTAKE),
    "POST /intake/parked/replay": Door(SETTLE),
    "GET /intake/quarantine": Door(INTAKE),
    "GET /intake/quarantine/rows": Door(INTAKE),
    "GET /intake/blocked": Door(INTAKE),
    "GET /intake/blocked/rows": Door(INTAKE),
    "DELETE /intake/blocked/<uuid:delivery_id>": Door(SETTLE, at=BLOCKED),
    "GET /intake/deliveries/<uuid:delivery_id>": Door(INTAKE, at=PARKED),
    "GET /intake/deliveries/<uuid:delivery_id>/raw": Door((Verb.SETTLE_INTAKE,), at=PARKED),
    "POST /intake/deliveries/<uuid:delivery_id>/replay": Door(SETTLE, at=PARKED),
    "POST /intake/deliveries/<uuid:delivery_id>/admission": Door(SETTLE, at=QUARANTINED),
    "POST /intake/deliveries/<uuid:delivery_id>/block": Door(SETTLE, at=QUARANTINED),
}

MY_PAGES: dict[str, Door] = {
    "GET /me": Door(MINE),
    "POST /me": Door(MINE, answers=_REFUSED),
    "POST /me/theme": Door(MINE),
    "POST /me/sound": Door(MINE),
    "PUT /me/screen": Door(MINE),
    "GET /me/shift": Door(MINE),
    "POST /me/shift": Door(MINE),
    "DELETE /me/shift": Door(MINE, answers=(200, 409)),
    "POST /me/absence": Door(MINE, answers=_REFUSED),
    "DELETE /me/absence": Door(MINE, answers=(200, 409)),
    "ANY /invitations/<str:word>": Door(PUBLIC, answers=(404, 429)),
}

#: a visitor has no account: their session opens, and here nobody has a widget of that key. What
#: one visitor may see of another is held in web/widget/tests
_NOBODYS = Door(PUBLIC, answers=(404,))
WIDGET: dict[str, Door] = {
    "GET /widget/<slug:key>.js": _NOBODYS,
    "GET /widget/<slug:key>/": _NOBODYS,
    "POST /widget/<slug:key>/sessions": _NOBODYS,
    "GET /widget/<slug:key>/messages": _NOBODYS,
    "POST /widget/<slug:key>/messages": _NOBODYS,
    "POST /widget/<slug:key>/receipts": _NOBODYS,
    "PUT /widget/<slug:key>/presence": _NOBODYS,
    "DELETE /widget/<slug:key>/presence": _NOBODYS,
    "POST /widget/<slug:key>/stream-token": _NOBODYS,
    "GET /widget/<slug:key>/files/<str:signed>": _NOBODYS,
}

TABLES: dict[str, dict[str, Door]] = {
    "api": API,
    "running": RUNNING,
    "console": CONSOLE,
    "settings": SETTING_PAGES,
    "intake": INTAKE_PAGES,
    "mine": MY_PAGES,
    "widget": WIDGET,
}
DOORS: dict[str, Door] = {name: door for table in TABLES.values() for name, door in table.items()}
