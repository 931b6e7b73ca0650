"""Tag soup as properly nested tags, in linear time.

A standard HTML parser repairs wrong nesting by rules whose cost an attacker chooses: 94 kB of
unclosed `<font>` keep nh3's busy for 18 seconds, and a deep stack is walked for every tag. So
what we hand it is nested already: each tag closed in order, at most DEPTH deep, attributes
quoted, comments and everything that holds no text for a reader gone. This decides nothing
about safety; nh3 does, on the result.
"""

import re
from collections.abc import Iterator

DEPTH = 256

# Every alternative runs to its end or to the end of the text and never looks back, so that
# a bomb of half-open tags takes linear time.
MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|title|template|svg|math|iframe|object)\b.*?(?:</(?P=raw)\b[^>]*>?|\Z)"
    r"|<(?P<tag>/?[a-z][a-z0-9]*)(?P<attributes>(?:=\s*(?:\"[^\"]*\"|'[^']*')|[^>])*+)(?:>|\Z)"
    r"|<[!?/][^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([a-z][a-z0-9-]*+)(?:\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]++)))?", re.IGNORECASE
)

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th", "caption"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_TABLE_PARTS = _CELLS | _GROUPS | {"tr", "col", "colgroup"}
_EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
TAGS = INLINE | BLOCKS | _TABLE_PARTS | _EMPTY

# an opening tag ends what is named first, unless what is named second lies between
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **{name: (frozenset({"p"}), _CELLS | {"table"}) for name in BLOCKS},
    "a": (frozenset({"a"}), _CELLS | {"table"}),
    "li": (frozenset({"li", "p"}), _CELLS | {"table", "ul", "ol"}),
    **dict.fromkeys(("dd", "dt"), (frozenset({"dd", "dt", "p"}), _CELLS | {"table", "dl"})),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset({"table"}))),
    "tr": (_CELLS | {"tr", "colgroup"}, frozenset({"table"})),
    **dict.fromkeys(
        _GROUPS | {"colgroup"}, (_CELLS | _GROUPS | {"tr", "colgroup"}, frozenset({"table"}))
    ),
}


def levelled(html: str) -> str:
    """The same words under properly nested tags of TAGS."""
    return "".join(_Soup().pieces(html))


class _Soup:
    def __init__(self) -> None:
        self.open: list[str] = []

    def pieces(self, html: str) -> Iterator[str]:
        at = 0
        for markup in MARKUP.finditer(html):
            yield html[at : markup.start()].replace("<", "&lt;")
            at = markup.end()
            tag = (markup["tag"] or "").lower()
            if tag in TAGS:
                yield from self.opened(tag, markup["attributes"])
            elif tag[1:] in TAGS:
                yield from self.closed(tag[1:])
        yield html[at:].replace("<", "&lt;")
        yield from self.down_to(0)

    def opened(self, tag: str, attributes: str) -> Iterator[str]:
        ends, barrier = _ENDS.get(tag, (frozenset(), frozenset()))
        yield from self.down_to(self.place_of(ends, barrier))
        if len(self.open) >= DEPTH or not self.has_room_for(tag):
            return
        yield f"<{tag}{_quoted(attributes)}>"
        if tag not in _EMPTY:
            self.open.append(tag)

    def closed(self, tag: str) -> Iterator[str]:
        barrier = {"table"} if tag in _TABLE_PARTS or tag == "table" else _CELLS | {"table"}
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place] == tag:
                yield from self.down_to(place)
                return
            if self.open[place] in barrier:
                return

    def has_room_for(self, tag: str) -> bool:
        """A parser would put what stands between the cells of a table before the table."""
        inside = self.open[-1] if self.open else ""
        between_cells = inside in _TABLE_PARTS - _CELLS or inside == "table"
        return (tag in _TABLE_PARTS) == between_cells

    def place_of(self, names: frozenset[str], barrier: frozenset[str]) -> int:
        """Where the outermost of `names` lies open above the `barrier`."""
        found = len(self.open)
        if names:
            for place in range(len(self.open) - 1, -1, -1):
                if self.open[place] in names:
                    found = place
                if self.open[place] in barrier:
                    break
        return found

    def down_to(self, place: int) -> Iterator[str]:
        while len(self.open) > place:
            yield f"</{self.open.pop()}>"


def _quoted(attributes: str) -> str:
    if not attributes.strip(" /"):
        return ""
    written = []
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        value = (double or single or bare).replace('"', "&quot;")
        written.append(f' {name}="{value}"')
    return "".join(written)
