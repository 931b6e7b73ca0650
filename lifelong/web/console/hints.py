"""What an action answers: that it is done, and where to look again.

The screen asks for what changed through the same queries as ever, at once and not only when the
stream says so; `hints.js` reads the headers.
"""

from uuid import UUID

from django.http import HttpResponse


def done(conversation_id: UUID) -> HttpResponse:
    """It is done; the conversation looks different now."""
    return hinting(HttpResponse(status=204), conversation_id)


def hinting(
    response: HttpResponse, conversation_id: UUID, *, draft_restored: bool = False
) -> HttpResponse:
    """`draft_restored`: words that were taken back are in the agent's draft again."""
    response["Lifelong-Changed"] = f"conversation/{conversation_id}"
    if draft_restored:
        response["Lifelong-Draft"] = "restored"
    return response
