"""Where vendors knock: a request is verified, kept raw, and answered. Nothing is read here."""

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from prometheus_client import Counter

from lifelong.channels.actions.delivering import keep
from lifelong.channels.actions.refusing import note_refusal
from lifelong.channels.doors import doors
from lifelong.connectors.hooks import Forged, Knock
from lifelong.connectors.registry import CONNECTORS
from lifelong.lib.rates import Limit

#: to one door; a peak day of a large shop stays below
KNOCKS = Limit("60000/minute", "hooks")
#: what was refused at one door: an alarm by then, and no reason to work for a flood
FORGERIES = Limit("600/minute", "forged hooks")

refused = Counter("lifelong_refused_hooks", "Webhooks that were not the vendor's", ["connector"])

log = structlog.get_logger()


@csrf_exempt
@require_POST
def hook(request: HttpRequest, connector: str, key: str) -> HttpResponse:
    """200 once it is committed; 403 for a forgery, 404 where there is no such door."""
    known = CONNECTORS[connector].hook if connector in CONNECTORS else None
    door = doors().find(known.door, connector, key) if known else None
    if known is None or door is None:
        refused.labels("unknown").inc()
        return HttpResponse(status=404)
    KNOCKS.hit(key)
    knock = knock_of(request)
    try:
        known.verify(knock, door.secrets or {})
    except Forged as forged:
        FORGERIES.hit(key)
        refused.labels(connector).inc()
        log.warning("hook refused", connector=connector, door_id=str(door.id), why=str(forged))
        note_refusal(door, why=str(forged))
        return HttpResponse(str(forged), status=403, content_type="text/plain")
    keep(connector, body=knock.body, envelope=known.envelope(knock), at=door)
    content_type, words = known.answer
    return HttpResponse(words, content_type=content_type)


def knock_of(request: HttpRequest) -> Knock:
    return Knock(
        url=request.build_absolute_uri(),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body,
    )
