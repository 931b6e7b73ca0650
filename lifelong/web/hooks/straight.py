"""Vendors' requests go straight to their door: they have no session, no language and no page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils import translation

from lifelong.lib.rates import TooMany

Answer = Callable[[HttpRequest], HttpResponseBase]
PREFIX = "/hooks/"


def straight(answer: Answer) -> Answer:
    """Middleware: what stands behind it in the settings is not for vendors."""

    def lead(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return answer(request)
        match = resolve(request.path_info)
        request.resolver_match = match
        try:
            # whoever had this thread before spoke their own
            with translation.override(settings.LANGUAGE_CODE):
                response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except TooMany as busy:
            response = HttpResponse(str(busy), status=busy.status, content_type="text/plain")
            response["Retry-After"] = str(busy.retry_after)
        response["Content-Length"] = str(len(response.content))
        return response

    return lead
