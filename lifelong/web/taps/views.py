"""The page behind a link in a message of ours: it says one thing, by one tap.

A GET says nothing yet, since machines open links before people do; the page does it by itself at
the first sign of a person, and has a button. A stop asks once more, but for mail programs, which
post it at once.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lifelong.lib.rates import Limit, caller
from lifelong.plays.actions.tapping import brand_of, do
from lifelong.plays.taps import NoSuchLink, read
from lifelong.web.look.brands import look_of

#: behind one address may be many people
PER_ADDRESS = Limit("600/minute", "tap")
METHODS = ["GET", "POST"]


# whoever has the link may say what it says, from wherever: a mail program has no session
@csrf_exempt
@require_http_methods(METHODS)
def tap(request: HttpRequest, token: str) -> HttpResponse:
    """GET: what it will say. POST: it is said."""
    PER_ADDRESS.hit(caller(request))
    try:
        tapped = read(token)
        brand = brand_of(tapped)
        if request.method == "POST":
            do(tapped)
    except NoSuchLink as gone:
        return _page(request, {"trouble": str(gone)}, status=404)
    said = request.method == "POST"
    shown = {"brand": brand, "look": look_of(brand), "tap": tapped.tap.name, "said": said}
    return _page(request, shown)


tap.methods = METHODS  # type: ignore[attr-defined]


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    said = {"brand": None, "look": None, "tap": "", "said": False, "trouble": "", **context}
    response = render(request, "taps/tap.html", said, status=status)
    # the address is the key: no cache keeps it, and no other site learns it
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
