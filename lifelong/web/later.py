"""Views whose libraries are heavy and rarely needed: brought in with the first look at one."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpResponse


def later(module: str, name: str, *methods: str) -> Callable[..., HttpResponse]:
    """The view `name` of `module`, which answers to `methods`."""

    def opened(request: Any, **at: Any) -> HttpResponse:
        view = getattr(import_module(module), name)
        answer: HttpResponse = view(request, **at)
        return answer

    opened.methods = methods  # type: ignore[attr-defined]
    return opened
