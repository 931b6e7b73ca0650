"""What `/metrics` counts: requests as they pass, rows when it is asked."""

import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.db import DatabaseError
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from prometheus_client import REGISTRY, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from lifelong.running.pages import Shortcut

requests = Counter("lifelong_http_requests", "Requests answered", ["method", "route", "status"])
seconds = Histogram("lifelong_http_seconds", "Time to answer a request", ["route"])

Answer = Callable[[HttpRequest], HttpResponseBase]


def counting(answer: Answer) -> Answer:
    """Middleware: counts each request by its route, never by its path."""

    def count(request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = answer(request)
        route = request.resolver_match.route if request.resolver_match else "none"
        requests.labels(_known(request.method), route, response.status_code).inc()
        seconds.labels(route).observe(time.perf_counter() - begun)
        return response

    return count


def counting_shortcut(answer: Shortcut, *, route: str) -> Shortcut:
    """The same for what is answered without Django."""

    async def count(environ: dict[str, Any]) -> tuple[str, bytes] | None:
        begun = time.perf_counter()
        said = await answer(environ)
        if said is not None:
            requests.labels(_known(environ["REQUEST_METHOD"]), route, 200).inc()
            seconds.labels(route).observe(time.perf_counter() - begun)
        return said

    return count


def _known(method: str | None) -> str:
    """A caller may invent methods, and each would be a series of its own."""
    usual = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return method if method in usual else "other"


class Rows(Collector):
    """Counts from the database, at the moment somebody looks."""

    def collect(self) -> Iterator[Metric]:
        try:
            yield self._jobs()
            yield self._deliveries()
            yield self._parts()
            yield self._rules()
        except DatabaseError:
            return

    def _jobs(self) -> Metric:
        from lifelong.lib import jobs

        gauge = GaugeMetricFamily("lifelong_jobs", "Jobs in the queue", labels=["queue", "state"])
        for (queue, state), count in jobs.depth().items():
            gauge.add_metric([queue, state], count)
        return gauge

    def _deliveries(self) -> Metric:
        from lifelong.channels.models import Delivery

        gauge = GaugeMetricFamily("lifelong_deliveries", "What came in", labels=["state"])
        counted = Delivery.objects.order_by().values_list("state").annotate(Count("pk"))
        for state, count in counted:
            gauge.add_metric([state], count)
        return gauge

    def _parts(self) -> Metric:
        from lifelong.running.health import of_each_part

        gauge = GaugeMetricFamily("lifelong_part_up", "1 if the part is alive", labels=["part"])
        for part, state in of_each_part().items():
            gauge.add_metric([part], float(state == "ok"))
        return gauge

    def _rules(self) -> Metric:
        from lifelong.plays.rules.queries import failing

        words = "Rules that failed and have switched themselves off"
        return GaugeMetricFamily("lifelong_rules_failing", words, value=failing())


@cache
def register() -> None:
    """Have the rows counted when the default registry is read."""
    REGISTRY.register(Rows())
