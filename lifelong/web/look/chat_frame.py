"""The chat as it looks before the first word: drawn by the widget for visitors, and by the console
for whoever shapes it. One drawing, so that what is shaped is what they see."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lifelong.channels.hours import is_open, next_opening
from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.endpoints import Asked, Form, settings_of, topics_of
from lifelong.lib import clock
from lifelong.web.look.brands import look_of


def draw_chat(
    request: HttpRequest,
    endpoint: Endpoint,
    *,
    direction: str = "",
    most_bytes: int = 0,
    preview: bool = False,
) -> HttpResponse:
    """`preview`: nobody can write, nothing is asked of the server; `endpoint` may be unsaved."""
    ours = settings_of(endpoint)
    context = {
        "endpoint": endpoint,
        "look": look_of(endpoint.brand, name=endpoint.name, colour=ours.colour),
        "greeting": ours.greeting,
        "direction": direction,
        "most_bytes": most_bytes,
        "preview": preview,
        **_hours(endpoint),
        **_form(ours.form),
    }
    with timezone.override(endpoint.brand.zone):
        return render(request, "widget/frame.html", context)


def _hours(endpoint: Endpoint) -> dict[str, Any]:
    """`back_at`: when somebody is there again, in the shop's time; None: nobody knows."""
    schedule, at = endpoint.inbox.schedule, clock.now()
    back_at = next_opening(schedule, at)
    return {
        "is_open": is_open(schedule, at),
        "back_at": back_at and timezone.localtime(back_at, ZoneInfo(endpoint.brand.zone)),
    }


def _form(form: Form) -> dict[str, Any]:
    asked = {name: getattr(form, name) for name in ("name", "email", "order", "topic", "photo")}
    return {
        "asked": {name: one.value for name, one in asked.items() if one is not Asked.NO},
        "topics": topics_of(form),
    }
