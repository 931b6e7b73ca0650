"""A file of ours that a vendor fetches to hand it on, under an address good for a while."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lifelong.files.links import file_named
from lifelong.files.storing import open_file
from lifelong.lib.rates import Limit, caller

#: by one caller; a vendor fetches a picture a few times
FETCHES = Limit("600/minute", "public files")


@require_safe
def file(request: HttpRequest, signed: str) -> HttpResponse:
    """404 for what we did not sign, and for what we signed too long ago."""
    FETCHES.hit(caller(request))
    found = file_named(signed)
    if found is None:
        return HttpResponse(status=404)
    response = HttpResponse(open_file(found), content_type=found.content_type)
    # it may be anything that a hero attached: nothing of it acts under our name
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
