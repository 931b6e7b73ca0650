"""The tags of one matter: seen, put on, taken off."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.conversations.actions.tagging import put_tag, tag_named, take_tag_off
from lifelong.conversations.models import Contact
from lifelong.conversations.tags import tag, tags, tags_of
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.hints import hinting


@door("GET", "POST", needs=Verb.ANSWER)
def matter_tags(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    """POST {name}: it bears this tag, which is made where there is none."""
    contact = queries.contact(contact_id, visible_to=request.caller)
    if request.method == "GET":
        return _shown(request, contact)
    put_tag(contact, tag=tag_named(request.POST.get("name", "")), by=request.agent)
    return hinting(_shown(request, contact), contact.conversation_id)


@door("DELETE", needs=Verb.ANSWER)
def matter_tag(request: ConsoleRequest, contact_id: UUID, tag_id: UUID) -> HttpResponse:
    """It bears this tag no more."""
    contact = queries.contact(contact_id, visible_to=request.caller)
    take_tag_off(contact, tag=tag(tag_id, visible_to=request.caller))
    return hinting(_shown(request, contact), contact.conversation_id)


def _shown(request: ConsoleRequest, contact: Contact) -> HttpResponse:
    borne = tags_of([contact.id]).get(contact.id, [])
    known = tags(visible_to=request.caller).filter(is_active=True)
    context = {
        "contact_id": contact.id,
        "borne": [(one.id, one.name) for one in borne],
        "known": [one.name for one in known if one not in borne],
    }
    return render(request, "console/tags.html", context)
