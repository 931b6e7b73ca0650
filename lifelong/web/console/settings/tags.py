"""Tags: made by whoever answers, retired by an admin."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations.actions.tagging import restore_tag, retire_tag
from lifelong.conversations.tags import tag, tags
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page


@door("GET", needs=Verb.SEE_SETTINGS)
def all_tags(request: ConsoleRequest) -> HttpResponse:
    return _tags(request)


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def retirement(request: ConsoleRequest, tag_id: UUID) -> HttpResponse:
    """POST: nobody puts it on any more. DELETE: they may again."""
    found = tag(tag_id, visible_to=request.caller)
    if request.method == "POST":
        retire_tag(found)
        return _tags(request, done=_("Retired. What bears it keeps it."))
    restore_tag(found)
    return _tags(request, done=_("It can be put on again."))


def _tags(request: ConsoleRequest, **shown: Any) -> HttpResponse:
    found = list(tags(visible_to=request.caller))
    context = {
        "tags": [(one.id, one.name) for one in found if one.is_active],
        "retired": [(one.id, one.name) for one in found if not one.is_active],
        **shown,
    }
    return page(request, "settings/tags", "settings/tags", title=_("Tags"), **context)
