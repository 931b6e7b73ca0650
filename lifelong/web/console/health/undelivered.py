"""Trying again what did not reach its customer: one, or all."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations.actions.doubting import ask
from lifelong.conversations.actions.sending import retry
from lifelong.conversations.actions.trying_again import try_all_again
from lifelong.conversations.undelivered import undelivered_entry
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.health.pages import health_page


@door("POST", needs=Verb.SEE_HEALTH, changing=Verb.TRY_AGAIN)
def all_attempts(request: ConsoleRequest) -> HttpResponse:
    try_all_again(by=request.agent)
    done = _("They are sent again, a few at a time. What fails again comes back here.")
    return health_page(request, done=done)


@door("POST", needs=Verb.SEE_HEALTH, changing=Verb.TRY_AGAIN)
def attempts(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    retry(undelivered_entry(entry_id, visible_to=request.caller))
    return health_page(request, done=_("It is sent again. If that fails it comes back here."))


@door("POST", needs=Verb.SEE_HEALTH, changing=Verb.TRY_AGAIN)
def doubt(request: ConsoleRequest, entry_id: UUID) -> HttpResponse:
    """Have the other side asked for a message of which nobody knows; nothing is sent."""
    ask(undelivered_entry(entry_id, visible_to=request.caller))
    return health_page(request, done=_("The other side is asked whether it has the message."))
