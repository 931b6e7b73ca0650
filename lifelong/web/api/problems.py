"""What went wrong, always in the same shape: a stable code, and a sentence for a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lifelong.lib.errors import Refused
from lifelong.lib.rates import TooMany


class Problem(Schema):
    """`error` is a stable code; `message` says what a person can do about it."""

    error: str
    message: str


#: what any route may answer beside its own
PROBLEMS: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422, 429}): Problem}


def say_problems(api: NinjaAPI) -> None:
    """Have `api` answer with a `Problem` whenever it refuses."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _unreadable)


def nothing_here(request: HttpRequest, elsewhere: str) -> HttpResponse:
    """Any other address below the API's."""
    return _answer(404, "not-found", _("There is nothing here. See /api/v1/openapi.json."))


def _answer(status: int, error: str, message: str) -> HttpResponse:
    return JsonResponse({"error": error, "message": message}, status=status)


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    answer = _answer(refusal.status, refusal.code, str(refusal))
    if isinstance(refusal, TooMany):
        answer["Retry-After"] = str(refusal.retry_after)
    return answer


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    words = _("Send `Authorization: Bearer` with a token. `lifelong token create` makes one.")
    answer = _answer(401, "unknown-token", words)
    answer["WWW-Authenticate"] = 'Bearer realm="lifelong"'
    return answer


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    found = [f"{_place(one['loc'])}: {one['msg']}" for one in error.errors]
    return _answer(422, "invalid", "; ".join(found))


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(422, "invalid", _("The body is not JSON in UTF-8."))


def _place(location: tuple[Any, ...]) -> str:
    """Where it was wrong: ("body", "reply", "text") is body.text."""
    return ".".join(str(part) for part in (location[0], location[-1]) if part != "__root__")
