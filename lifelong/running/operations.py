"""Pages for those who run Lifelong: is it alive, and how busy is it. No personal data."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lifelong.running import measures
from lifelong.running.health import of_each_part


def health(request: HttpRequest) -> JsonResponse:
    """Each part's state; 200 when all are `ok`, else 503."""
    states = of_each_part()
    well = set(states.values()) == {"ok"}
    return JsonResponse(states, status=200 if well else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """This process's counters and a few counts from the database, in Prometheus's format."""
    measures.register()
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
