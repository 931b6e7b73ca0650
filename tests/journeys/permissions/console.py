"""The heroes' screen, and signing in."""

from tests.journeys.permissions.lines import (
    BOARD,
    CLOSED,
    CUSTOMERS,
    JOIN,
    LEADS,
    PUBLIC,
    REFUSED,
    SAY,
    SHARED,
    TEXT,
    Door,
    bulk,
    closure,
    new,
    note,
    other,
    promise,
    reply,
    tomorrow,
)

DOORS: dict[str, Door] = {
    "POST /contacts/<uuid:contact_id>/proposals": Door(
        SAY,
        whole=True,
        form=lambda place: {"deal": str(place.deal_id), "order": ""},
        answers=(204, 409),
    ),
    "POST /proposals/<uuid:proposal_id>/acceptance": Door(SAY, whole=True, answers=(204, 409)),
    "DELETE /proposals/<uuid:proposal_id>/acceptance": Door(SAY, whole=True, answers=(204, 409)),
    "POST /calls/<uuid:offer_id>/answer": Door(SAY, answers=(200, 409)),
    "GET /conversations/<uuid:conversation_id>/answers": Door(SAY, whole=True),
    # leads to sign-in, or to where one belongs; the list itself is GET /waiting
    "GET /": Door(PUBLIC, answers=(200, 302)),
    "GET /board": Door(BOARD),
    "GET /board/waiting": Door(BOARD),
    "GET /board/heroes": Door(BOARD),
    "GET /cues": Door(TEXT),
    # none of it is there in a shop that is not made up
    "GET /demo/life": Door(CUSTOMERS, answers=(404,)),
    "POST /demo/life": Door(CUSTOMERS, answers=(404,)),
    "DELETE /demo/life": Door(CUSTOMERS, answers=(404,)),
    "GET /mentions": Door(TEXT),
    "GET /mentions/rows": Door(TEXT),
    "GET /mentions/count": Door(TEXT),
    "GET /conversations/<uuid:conversation_id>/colleagues": Door(SAY, whole=True),
    "GET /search": Door(TEXT),
    "GET /waiting": Door(TEXT, lists=True),
    "GET /waiting/closed": Door(TEXT),
    "GET /lists": Door(TEXT, lists=True),
    "POST /lists": Door(TEXT, form=new("name"), answers=(204,)),
    "GET /lists/rows": Door(TEXT, lists=True),
    "GET /lists/shown": Door(TEXT),
    "POST /lists/newcomers": Door(TEXT, answers=(200, 204)),
    "GET /lists/counts": Door(TEXT),
    # one's own or shared; a list says what is asked, and shows whom its viewer sees
    "GET /lists/<uuid:list_id>": Door(TEXT),
    "POST /lists/<uuid:list_id>": Door(SHARED, answers=(204,)),
    "DELETE /lists/<uuid:list_id>": Door(SHARED, answers=(204,)),
    # whom the caller does not see is not among the chosen: then nobody is
    "POST /lists/bulks": Door(SAY, form=bulk, answers=REFUSED),
    # only for who ordered it
    "GET /lists/bulks/<uuid:bulk_id>": Door(SAY),
    "GET /lists/bulks/<uuid:bulk_id>/progress": Door(SAY),
    "POST /lists/bulks/<uuid:bulk_id>/running": Door(SAY),
    "DELETE /lists/bulks/<uuid:bulk_id>/running": Door(SAY, answers=(200, 409)),
    "POST /lists/bulks/<uuid:bulk_id>/undoing": Door(SAY, answers=(200, 409)),
    "GET /contacts/<uuid:contact_id>/tags": Door(SAY, whole=True),
    "POST /contacts/<uuid:contact_id>/tags": Door(SAY, whole=True, form=new("name")),
    "DELETE /contacts/<uuid:contact_id>/tags/<uuid:tag_id>": Door(SAY, whole=True),
    "GET /offers": Door(SAY),
    "GET /people/<uuid:conversation_id>": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/entries": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/timeline": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/finder": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/places": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/who": Door(TEXT, whole=True),
    "POST /conversations/<uuid:conversation_id>/replies": Door(SAY, whole=True, form=reply),
    "POST /conversations/<uuid:conversation_id>/preview": Door(SAY, whole=True, form=reply),
    "POST /conversations/<uuid:conversation_id>/notes": Door(SAY, whole=True, form=note),
    "GET /conversations/<uuid:conversation_id>/draft": Door(SAY, whole=True),
    "PUT /conversations/<uuid:conversation_id>/draft": Door(
        SAY, whole=True, json=lambda place: {"text": "So", "version": 0}
    ),
    "POST /conversations/<uuid:conversation_id>/ownership": Door(SAY, whole=True),
    "DELETE /conversations/<uuid:conversation_id>/ownership": Door(SAY, whole=True),
    "GET /conversations/<uuid:conversation_id>/passing-on": Door(SAY, whole=True),
    "POST /conversations/<uuid:conversation_id>/passing-on": Door(
        SAY, whole=True, form=lambda place: {"to": f"inbox {place.inbox_id}"}
    ),
    # a signature of something else undoes nothing; whose it is, it says itself
    "DELETE /passings/<str:signed>": Door(SAY, at={"signed": "picture"}, answers=(404,)),
    "GET /conversations/<uuid:conversation_id>/reason": Door(TEXT, whole=True),
    "POST /conversations/<uuid:conversation_id>/pins": Door(
        SAY, whole=True, form=lambda place: {"text": "Prefers calls"}
    ),
    "DELETE /pins/<uuid:pin_id>": Door(SAY, whole=True),
    "POST /entries/<uuid:entry_id>/pin": Door(SAY, whole=True, at={"entry_id": "note_id"}),
    "GET /conversations/<uuid:conversation_id>/consents": Door(TEXT, whole=True),
    "GET /conversations/<uuid:conversation_id>/topics": Door(TEXT, whole=True),
    # who does not ring there hears that it is too late
    "POST /conversations/<uuid:conversation_id>/offer": Door(SAY, whole=True, answers=(204, 409)),
    "DELETE /conversations/<uuid:conversation_id>/offer": Door(SAY, whole=True),
    "GET /conversations/<uuid:conversation_id>/presence": Door(TEXT, whole=True),
    "PUT /conversations/<uuid:conversation_id>/presence": Door(TEXT, whole=True),
    "DELETE /conversations/<uuid:conversation_id>/presence": Door(TEXT, whole=True),
    "POST /conversations/<uuid:conversation_id>/joinings": Door(JOIN, whole=True, form=other),
    "POST /conversations/<uuid:conversation_id>/apart": Door(JOIN, whole=True, form=other),
    "GET /conversations/<uuid:conversation_id>/others": Door(JOIN, whole=True),
    "POST /conversations/<uuid:conversation_id>/handles/<uuid:handle_id>/sharing": Door(
        JOIN, whole=True
    ),
    "DELETE /conversations/<uuid:conversation_id>/handles/<uuid:handle_id>/sharing": Door(
        JOIN, whole=True
    ),
    "DELETE /joinings/<uuid:joining_id>": Door(JOIN, whole=True),
    "POST /contacts/<uuid:contact_id>/closure": Door(SAY, whole=True, form=closure),
    "DELETE /contacts/<uuid:contact_id>/closure": Door(SAY, whole=True, at=CLOSED),
    # into one that is closed: whoever may hears that it cannot be
    "POST /contacts/<uuid:contact_id>/combination": Door(
        SAY,
        whole=True,
        form=lambda place: {"into": str(place.closed_contact_id)},
        answers=(422,),
    ),
    "DELETE /contacts/<uuid:contact_id>/combination": Door(SAY, whole=True, answers=(422,)),
    "POST /contacts/<uuid:contact_id>/corrections": Door(
        SAY, whole=True, form=lambda place: {"right": "legal"}
    ),
    "POST /contacts/<uuid:contact_id>/set-aside": Door(SAY, whole=True, form=tomorrow),
    "POST /contacts/<uuid:contact_id>/promises": Door(SAY, whole=True, form=promise),
    "POST /promises/<uuid:promise_id>/settlement": Door(SAY, whole=True),
    "GET /entries/<uuid:entry_id>/html": Door(TEXT, whole=True),
    "GET /entries/<uuid:entry_id>/matter": Door(SAY, whole=True),
    # once it has, the message begins no other one
    "POST /entries/<uuid:entry_id>/matter": Door(SAY, whole=True, answers=(204, 422)),
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
    "GET /mass-incidents": Door(LEADS),
    "GET /mass-incidents/rows": Door(LEADS),
    "GET /mass-incidents/count": Door(LEADS),
    "GET /mass-incidents/<uuid:mass_id>": Door((*LEADS, *TEXT)),
    "GET /mass-incidents/<uuid:mass_id>/progress": Door(LEADS),
    "POST /mass-incidents/<uuid:mass_id>/decision": Door(
        (*LEADS, *TEXT), form=lambda place: {"approved": "no"}
    ),
    "GET /mass-incidents/<uuid:mass_id>/replies": Door((*LEADS, *TEXT), answers=REFUSED),
    "POST /mass-incidents/<uuid:mass_id>/answers": Door((*LEADS, *SAY), answers=REFUSED),
    "POST /stream/token": Door(CUSTOMERS),
    "GET /sign-in/": Door(PUBLIC, answers=(200, 302)),
    "POST /sign-in/": Door(PUBLIC, answers=(200, 302)),
    "POST /sign-out/": Door(PUBLIC, answers=(200, 302)),
}
