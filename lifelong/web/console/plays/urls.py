"""The libraries behind these pages are heavy: they are brought in with the first look at one."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpResponse
from django.urls import path


def _later(module: str, name: str, *methods: str) -> Callable[..., HttpResponse]:
    def opened(request: Any, **at: Any) -> HttpResponse:
        view = getattr(import_module(f"lifelong.web.console.plays.{module}"), name)
        answer: HttpResponse = view(request, **at)
        return answer

    opened.methods = methods  # type: ignore[attr-defined]
    return opened


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
