"""The way into every console view: signed in, allowed, not too often."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb, caller_for
from lifelong.lib.errors import Refused
from lifelong.lib.rates import Limit
from lifelong.routing.actions.ending import note_life
from lifelong.web.console.forms import Unclear

P = ParamSpec("P")

READS = Limit("3000/minute", "console reads")
WRITES = Limit("600/minute", "console writes")
#: the header in which a page's scripts say whom it was drawn for: whose.js
PAGE_OF = "Lifelong-Agent"


class SignedOut(Refused):
    code = "signed-out"
    status = 401


class ConsoleRequest(HttpRequest):
    """A request that came through a door: whoever knocks is known."""

    agent: Agent
    caller: Caller


View = Callable[Concatenate[ConsoleRequest, P], HttpResponseBase]
Opened = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def _spoken(language: str) -> str:
    """The agent's language where our screens speak it."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Where a person goes who is not signed in. Raises `SignedOut` where a page asks by itself: a
    script that followed would put the whole page of signing in among somebody's words."""
    if request.headers.get("HX-Request") == "true" or PAGE_OF in request.headers:
        raise SignedOut(
            _("You are signed out. Sign in again in another tab; what you typed is kept.")
        )
    return redirect_to_login(request.get_full_path())


def _refuse_anothers(request: ConsoleRequest) -> None:
    """A page that was drawn for one agent does not act for the next who signs in beside it."""
    if request.headers.get(PAGE_OF, str(request.agent.pk)) != str(request.agent.pk):
        raise SignedOut(
            _("Somebody else is signed in here by now. What you typed is kept for you.")
        )


def _refuse_nul(request: HttpRequest, *, reads: bool) -> None:
    """PostgreSQL keeps no NUL in words, and nobody types one."""
    said = [request.META.get("QUERY_STRING", "")]
    if not reads:
        said += [one for values in request.POST.lists() for one in values[1]]
    if "%00" in said[0] or any("\0" in one for one in said):
        raise Unclear(_("There is a character in it that cannot be kept."))


def door(
    *methods: str,
    needs: Verb | None,
    changing: Verb | None = None,
    unattended: str = "",
) -> Callable[[View[P]], Opened[P]]:
    """Open a view to agents who may do `needs`, for these methods. None: to every agent.

    `changing` is needed too for what is more than reading. `unattended`: the method that a
    screen calls with nobody before it; what else is more than reading is a sign of life.
    """

    def wrap(view: View[P]) -> Opened[P]:
        @require_http_methods(list(methods))
        @wraps(view)
        def opened(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            reads = request.method in ("GET", "HEAD")
            _refuse_nul(request, reads=reads)
            request.agent = request.user
            _refuse_anothers(request)
            limit = READS if reads else WRITES
            limit.hit(str(request.agent.pk))
            request.caller = caller_for(request.user)
            timezone.activate(request.agent.zone)
            translation.activate(_spoken(request.agent.language))
            for verb in (needs, None if reads else changing):
                if verb is not None:
                    request.caller.must(verb)
            if not reads and request.method != unattended:
                note_life(request.agent.id)
            return view(request, *args, **kwargs)

        opened.needs = needs  # type: ignore[attr-defined]
        opened.methods = methods  # type: ignore[attr-defined]
        return cast(Opened[P], opened)

    return wrap
