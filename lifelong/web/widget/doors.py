"""The way into everything that a widget asks: a known key, not too often, and a session where one
is needed. No cookie is read or set."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.endpoints import find
from lifelong.connectors.chat.visitors import Visitor
from lifelong.customers.models import Handle
from lifelong.lib.rates import Limit, caller
from lifelong.web.widget.sessions import Session, SessionOver, make_token, read_token

P = ParamSpec("P")

#: of one network address, behind which may be many people
PER_ADDRESS = Limit(settings.CHAT_RATE, "widget")
#: of one visitor
PER_VISITOR = Limit("300/minute", "widget session")


class WidgetRequest(HttpRequest):
    """A request that came through a door."""

    endpoint: Endpoint
    session_: Session
    visitor: Visitor
    #: None until they have said something
    handle: Handle | None


View = Callable[Concatenate[WidgetRequest, P], HttpResponseBase]
Opened = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def door(*methods: str, session: bool = True) -> Callable[[View[P]], Opened[P]]:
    """Open a view to the widget of a key. `session`: only to a visitor of it."""

    def wrap(view: View[P]) -> Opened[P]:
        @csrf_exempt
        @require_http_methods(list(methods))
        @wraps(view)
        def opened(request: Any, key: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            PER_ADDRESS.hit(caller(request))
            request.endpoint = find(key)
            if not session:
                return view(request, *args, **kwargs)
            known = request.session_ = session_in(request)
            PER_VISITOR.hit(known.visitor.value)
            request.visitor, request.handle = known.visitor, handle_of(known.visitor)
            answer = view(request, *args, **kwargs)
            if known.is_stale:
                answer["Lifelong-Session"] = make_token(known.visitor, at=request.endpoint)
            return answer

        opened.methods = methods  # type: ignore[attr-defined]
        return cast(Opened[P], opened)

    return wrap


def session_in(request: WidgetRequest) -> Session:
    """Raises `SessionOver`."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise SessionOver(_("Begin a chat first."))
    return read_token(token, at=request.endpoint)


def handle_of(visitor: Visitor) -> Handle | None:
    """Raises `SessionOver` where a guest has been signed for meanwhile: whoever keeps the guest's
    token shall not go on in the name of a person who signed in."""
    handle = visitor.handle()
    if handle is not None and handle.is_proved and not visitor.signed:
        raise SessionOver(_("This chat goes on where you signed in."))
    return handle
