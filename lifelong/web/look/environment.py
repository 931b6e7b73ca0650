"""The Jinja2 environment of all our pages."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import (
    get_language,
    get_language_bidi,
    gettext,
    ngettext,
    npgettext,
    pgettext,
)
from jinja2 import Environment, StrictUndefined

from lifelong.web.look import glyphs, words


def environment(**options: Any) -> Environment:
    """Named in settings.TEMPLATES. A missing variable is an error, in every setting."""
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    env = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        **options,
    )
    translations: Any = env
    translations.install_gettext_callables(
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        static=static, url=url, language=get_language, right_to_left=get_language_bidi
    )
    env.globals.update({one.__name__: one for one in GLYPHS})
    env.filters.update({one.__name__: one for one in FILTERS})
    return env


GLYPHS = [
    glyphs.ago,
    glyphs.avatar,
    glyphs.channel,
    glyphs.due,
    glyphs.icon,
    glyphs.promised,
    glyphs.since,
    glyphs.status,
    glyphs.until,
    glyphs.when,
]

FILTERS = [
    glyphs.formatted,
    words.ago,
    words.begun,
    words.byte_words,
    words.channel_words,
    words.date_words,
    words.day,
    words.day_key,
    words.day_words,
    words.duration,
    words.file_size,
    words.hue,
    words.initials,
    words.kind_words,
    words.moment,
    words.money,
    words.number,
    words.place,
    words.sending_words,
    words.status_words,
    words.told,
]


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """`url("console:timeline", conversation_id=...)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
