"""Fragments that this process keeps drawn for as long as what they show is the same.

A hundred consoles ask for the same people and words again and again. Times within are said anew by
the browser, so a kept fragment may be old.
"""

from collections.abc import Hashable
from datetime import date
from typing import Any

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import get_language
from jinja2 import Template

from lifelong.lib import clock

Reader = tuple[str | None, str, date]


def reader() -> Reader:
    """What a fragment depends on beside what it shows: language, zone, and which day is today."""
    return get_language(), get_current_timezone_name(), localtime(clock.now()).date()


class Drawings:
    """At most `most` drawings of one template."""

    def __init__(self, template: str, *, most: int) -> None:
        self._template = template
        self._most = most
        self._kept: dict[Hashable, tuple[object, SafeString]] = {}

    def _compiled(self) -> Template:
        engine = engines["jinja2"]
        assert isinstance(engine, Jinja2)
        return engine.env.get_template(self._template)

    def kept(self, key: Hashable, shows: object, *, to: Reader) -> SafeString | None:
        """The drawing of `key`, if it shows just this."""
        shown, drawing = self._kept.get((to, key), (None, None))
        return drawing if shown == shows else None

    def forget(self) -> None:
        """Keep nothing: the next look is a first one."""
        self._kept.clear()

    def draw(self, key: Hashable, shows: object, *, to: Reader, **variables: Any) -> SafeString:
        """The drawing of `key` that shows this, made from `variables` unless it is kept."""
        if drawing := self.kept(key, shows, to=to):
            return drawing
        if len(self._kept) >= self._most:
            self.forget()
        # the template escaped what stands in it; asked of Jinja2 itself, since Django's way
        # there costs as much again for so small a thing
        drawing = mark_safe(self._compiled().render(variables))
        self._kept[to, key] = (shows, drawing)
        return drawing
