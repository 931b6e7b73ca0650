"""Every door of the house as Django's resolver knows it: "METHOD route"."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

#: what every method set of a class-based view of others is narrowed to
_USUAL = ("GET", "POST", "PUT", "PATCH", "DELETE")


def all_doors() -> set[str]:
    return {
        f"{method} /{route}"
        for route, pattern in _routes(get_resolver().url_patterns)
        for method in _methods(pattern.callback)
    }


def _routes(patterns: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route, pattern


def _methods(view: Any) -> list[str]:
    """What a view answers to: it says so itself, and where it does not, everything."""
    if operations := _operations(view):
        return sorted({method for one in operations for method in one.methods})
    if hasattr(view, "methods"):
        return sorted(view.methods)
    if hasattr(view, "view_class"):
        kind = view.view_class
        named = {name.upper() for name in kind.http_method_names if hasattr(kind, name)}
        return sorted(named & set(_USUAL))
    return ["ANY"]


def _operations(view: Any) -> list[Any]:
    """django-ninja keeps its operations in the closure of the view."""
    for cell in getattr(view, "__closure__", None) or ():
        if hasattr(cell.cell_contents, "operations"):
            return list(cell.cell_contents.operations)
    return []
