from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path

from lifelong.web.later import later


def _later(module: str, name: str, *methods: str) -> Callable[..., HttpResponse]:
    return later(f"lifelong.web.console.plays.{module}", name, *methods)


_EARNED = _later("downloads", "earned", "GET")
_EFFECTS = _later("downloads", "effects", "GET")
urlpatterns = [
    path("plays", _later("plays", "plays", "GET")),
    path("plays/earned", _later("earned", "earned", "GET")),
    path("plays/earned/numbers", _later("earned", "numbers", "GET")),
    path("plays/earned.csv", _EARNED, {"form": "csv"}),
    path("plays/earned.parquet", _EARNED, {"form": "parquet"}),
    path("plays/retention", _later("plays", "retention", "POST")),
    path("plays/<uuid:play_id>", _later("plays", "play", "GET", "POST")),
    path("plays/<uuid:play_id>/switch", _later("plays", "switching", "POST", "DELETE")),
    path("plays/<uuid:play_id>/effects.csv", _EFFECTS, {"form": "csv"}),
    path("plays/<uuid:play_id>/effects.parquet", _EFFECTS, {"form": "parquet"}),
]
