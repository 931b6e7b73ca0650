"""What was refused becomes a sentence at the place where it was tried."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lifelong.lib.errors import Refused

Respond = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Turns `Refused` into JSON for API and widget, a fragment for htmx, else a page."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if request.path.startswith(("/api/", "/widget/")):
            body = {"error": error.code, "message": str(error)}
            return JsonResponse(body, status=error.status)
        fragment = request.headers.get("HX-Request") == "true"
        template = "look/refusal.html" if fragment else "look/refused_page.html"
        return render(request, template, {"sentence": str(error)}, status=error.status)
