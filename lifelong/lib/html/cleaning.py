"""HTML that a stranger wrote, made harmless. It is stored as it came and cleaned when shown."""

import re
from collections.abc import Callable

import nh3
from django.utils.translation import gettext as _

from lifelong.lib.html.levelling import TAGS, levelled

LIMIT = 512 * 1024

#: what stands in the place of a picture that was not loaded; count it to say so
NOT_LOADED = 'class="not-loaded"'

Images = Callable[[str], str | None]

_ATTRIBUTES = {
    "*": {"align", "bgcolor", "color", "dir", "lang", "style", "title", "valign"},
    "a": {"href"},
    "blockquote": {"type"},
    "font": {"face", "size"},
    "hr": {"noshade", "size", "width"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "height", "width"},
    "td": {"colspan", "height", "nowrap", "rowspan", "width"},
    "th": {"colspan", "height", "nowrap", "rowspan", "width"},
    "col": {"span", "width"},
}
_SAFE_PROPERTY = re.compile(
    r"(?:background|background-color|border|border-(?:bottom|collapse|color|left|radius|right"
    r"|spacing|style|top|width)(?:-(?:color|style|width))?|clear|color|direction|display|float"
    r"|font|font-(?:family|size|style|variant|weight)|height|letter-spacing|line-height"
    r"|list-style-type|(?:margin|padding)(?:-(?:bottom|left|right|top))?|(?:max|min)-(?:height"
    r"|width)|opacity|overflow-wrap|table-layout|text-(?:align|decoration|indent|transform)"
    r"|vertical-align|white-space|width|word-break|word-spacing|word-wrap)"
)
# no function but those of colour, no escapes, no comments: nothing that could name an address
_SAFE_WORDS = re.compile(r"[\w\s#%.,+\-'\"!]*+")
_COLOUR = re.compile(r"(?:rgb|hsl)a?\([\d\s.,%]*\)")
_NOWHERE = "lifelong-not-loaded:"


def clean(html: str, *, images: Images, most: int = LIMIT) -> str:
    """`html` with tags, attributes, styles and links that cannot act; for `document`.

    `images` maps the src of a picture ("cid:..." or "http(s)://...") to an address of ours, or
    to None: then NOT_LOADED stands in its place. No other address is ever loaded. Links open in
    a new tab and tell nobody where they were. Of more than `most` characters the rest is left
    out, and said so. Linear in time.
    """
    attributes = _Attributes(images)
    cleaned = nh3.clean(
        levelled(html[:most].replace("\x00", "")),
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=attributes.filter,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "tel", "cid"},
    )
    if attributes.failure:
        raise attributes.failure
    cleaned = cleaned.replace(f'src="{_NOWHERE}"', NOT_LOADED)
    if len(html) > most:
        cleaned += f'<p class="cut">{_("The rest of this message is too long to show.")}</p>'
    return cleaned


class _Attributes:
    """What becomes of each attribute, and of a picture's address."""

    def __init__(self, images: Images) -> None:
        self.images = images
        self.failure: Exception | None = None

    def filter(self, tag: str, name: str, value: str) -> str | None:
        # nh3 keeps the value when this raises: the one thing that must not happen
        try:
            if name == "style":
                return _safe_style(value)
            if tag == "img" and name == "src":
                return self.picture(value)
            if name == "href" and not value.lower().startswith(
                ("http:", "https:", "mailto:", "tel:")
            ):
                return None
            return value
        except Exception as failure:
            self.failure = failure
            return None

    def picture(self, source: str) -> str:
        if source.lower().startswith(("cid:", "http:", "https:")):
            return self.images(source) or _NOWHERE
        return _NOWHERE


def _safe_style(style: str) -> str | None:
    kept = []
    for declaration in style.split(";"):
        name, _colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if _SAFE_PROPERTY.fullmatch(name) and _SAFE_WORDS.fullmatch(_COLOUR.sub("", value)):
            kept.append(f"{name}:{value}")
    return ";".join(kept) or None
