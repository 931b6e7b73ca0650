"""A visitor comes, is here, and listens."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from lifelong.channels.actions.refusing import note_refusal
from lifelong.connectors.chat.actions.proving import prove
from lifelong.connectors.chat.actions.visiting import leave, visit
from lifelong.connectors.chat.identity import NotProved
from lifelong.connectors.chat.visitors import Visitor, conversation_of
from lifelong.lib.errors import Refused
from lifelong.lib.rates import Limit, caller
from lifelong.live.tickets import make_token as make_ticket
from lifelong.plays.outreach import queries
from lifelong.web.widget.doors import WidgetRequest, door, handle_of
from lifelong.web.widget.reading import json_in, uuids_in
from lifelong.web.widget.sessions import SessionOver, make_token, new_guest, read_token
from lifelong.web.widget.shapes import heroes_here, notice

#: signed identities that one network address may try
IDENTITIES = Limit("60/minute", "widget identities")


class NotSignedIn(Refused):
    """What a visitor reads of a `NotProved`; its reason is for whoever runs the shop."""

    code = "not-proved"
    status = 403


@door("POST", session=False)
def sessions(request: WidgetRequest) -> JsonResponse:
    """{identity, attempt, session}, all optional: {session, signed, apart}.

    `session`: the one until now; `apart`: it goes on, as somebody else's. `attempt`: a UUID that
    the widget made; the same identity under the same attempt is answered again for some minutes.
    With an identity that shows nothing it is refused, and the session until now goes on.
    """
    said = json_in(request)
    guest = _before(request, said.get("session"))
    if said.get("identity"):
        IDENTITIES.hit(caller(request))
        visitor = _proved(request, said, guest)
    else:
        visitor = guest or new_guest()
    apart = visitor.signed and _before(request, said.get("session")) is not None
    token = make_token(visitor, at=request.endpoint)
    return JsonResponse({"session": token, "signed": visitor.signed, "apart": apart})


def _proved(request: WidgetRequest, said: dict[str, object], guest: Visitor | None) -> Visitor:
    attempt = next(iter(uuids_in([said.get("attempt")])), None)
    try:
        # the reason is read by an admin, not by this visitor
        with translation.override(settings.LANGUAGE_CODE):
            return prove(
                str(said["identity"]), endpoint=request.endpoint, guest=guest, attempt=attempt
            )
    except NotProved as error:
        note_refusal(request.endpoint, why=str(error))
        words = _("We could not see that you are signed in. Load the page again, or just write.")
        raise NotSignedIn(words) from error


def _before(request: WidgetRequest, token: object) -> Visitor | None:
    """The guest that this browser was until now."""
    if not token:
        return None
    try:
        visitor = read_token(str(token), at=request.endpoint).visitor
        handle_of(visitor)
    except SessionOver:
        return None
    return None if visitor.signed else visitor


@door("GET", session=False)
def notices(request: WidgetRequest) -> JsonResponse:
    """{notices: [{id, words}]}: what the brand says openly just now, the newest first."""
    found = queries.notices(request.endpoint.brand)
    return JsonResponse({"notices": [notice(one) for one in found]})


@door("PUT", "DELETE")
def presence(request: WidgetRequest) -> HttpResponse:
    """PUT {writing}: I am here; {heroes}. DELETE: I have left. Who has said nothing is nobody."""
    if request.handle is None:
        return JsonResponse({"heroes": []})
    if request.method == "DELETE":
        leave(request.handle)
        return HttpResponse(status=204)
    visit(request.handle, writing=bool(json_in(request).get("writing")))
    return JsonResponse({"heroes": heroes_here(conversation_of(request.handle))})


@door("POST")
def stream_token(request: WidgetRequest) -> JsonResponse:
    """{token}: for two minutes, for what concerns this visitor alone."""
    conversation = conversation_of(request.handle) if request.handle else None
    heard = [f"customer:{conversation.customer_id}"] if conversation else []
    return JsonResponse({"token": make_ticket(f"visitor:{request.visitor.value}", heard)})
