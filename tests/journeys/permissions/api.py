"""The doors of /api/v1."""

from lifelong.accounts.policy import Verb
from tests.journeys.permissions.lines import (
    CLOSED,
    CUSTOMERS,
    GIVE,
    INTAKE,
    PARKED,
    PUBLIC,
    QUARANTINED,
    SAY,
    SETTLE,
    TEXT,
    WRITE,
    Door,
    closure,
    note,
    reply,
    tomorrow,
    wish,
)

DOORS: dict[str, Door] = {
    "GET /api/v1/answers": Door(CUSTOMERS),
    "GET /api/v1/answers/<answer_id>": Door(CUSTOMERS),
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
        SAY, whole=True, acts=True, json=reply
    ),
    "POST /api/v1/conversations/<conversation_id>/notes": Door(
        SAY, whole=True, acts=True, json=note
    ),
    "GET /api/v1/contacts": Door(CUSTOMERS, lists=True),
    "GET /api/v1/contacts/<contact_id>": Door(CUSTOMERS, whole=True),
    "POST /api/v1/contacts/<contact_id>/closure": Door(WRITE, whole=True, json=closure),
    "DELETE /api/v1/contacts/<contact_id>/closure": Door(WRITE, whole=True, acts=True, at=CLOSED),
    "POST /api/v1/contacts/<contact_id>/set-aside": Door(
        WRITE, whole=True, acts=True, json=tomorrow
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
    "GET /api/v1/concessions": Door(CUSTOMERS),
    "GET /api/v1/concessions/<concession_id>": Door(CUSTOMERS),
    "POST /api/v1/concessions": Door(GIVE, whole=True, acts=True, json=wish, answers=(409,)),
    "GET /api/v1/approvals": Door((Verb.GIVE,)),
    "POST /api/v1/approvals": Door(GIVE, whole=True, acts=True, json=wish, answers=(409,)),
    "POST /api/v1/approvals/<approval_id>/decision": Door(
        (Verb.GIVE,), acts=True, json=lambda place: {"granted": False}, answers=(200, 404)
    ),
    "GET /api/v1/levels": Door(CUSTOMERS),
    "GET /api/v1/orders": Door(CUSTOMERS),
    "GET /api/v1/orders/<order_id>": Door(CUSTOMERS),
}
