"""Views whose libraries are heavy and rarely needed: brought in with the first request for one."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpResponse
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


def later(module: str, name: str, *methods: str) -> Callable[..., HttpResponse]:
    """The view `name` of `module`, which answers to `methods`."""

    def opened(request: Any, **at: Any) -> HttpResponse:
        view = getattr(import_module(module), name)
        answer: HttpResponse = view(request, **at)
        return answer

    opened.methods = methods  # type: ignore[attr-defined]
    return opened


def urls_later(route: str, module: str, *, namespace: str) -> URLResolver:
    """The addresses of `module` below `route`, and their names within `namespace`."""
    return _Later(RoutePattern(route), module, app_name=namespace, namespace=namespace)


class _Later(URLResolver):
    def _populate(self) -> None:
        """Django has every resolver gather its names before it says any address. Ours are asked for
        by the namespace, and then gathered by another."""
