"""What the pages before sign-in have in common."""

from django.http import HttpResponse


def private(response: HttpResponse) -> HttpResponse:
    """A page whose address is a key: no cache keeps it, and no other site learns it.

    Stricter would be too strict: without any referrer Chromium says "Origin: null", which the
    CSRF check refuses.
    """
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
