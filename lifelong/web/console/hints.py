"""What an action answers: that it is done, and where to look again.

The screen asks for what changed through the same queries as ever, at once and not only when the
stream says so.
"""

import json
from uuid import UUID

from django.http import HttpResponse


def done(conversation_id: UUID) -> HttpResponse:
    """It is done; the conversation looks different now."""
    return hinting(HttpResponse(status=204), f"conversation/{conversation_id}")


def hinting(response: HttpResponse, subject: str, **events: object) -> HttpResponse:
    """`events` are told to the element that asked, as the look's elements hear them."""
    told: dict[str, object] = {"live:changed": {"subject": subject}}
    told |= {name.replace("_", ":"): detail for name, detail in events.items()}
    response["HX-Trigger"] = json.dumps(told)
    return response
