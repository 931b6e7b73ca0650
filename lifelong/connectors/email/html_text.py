"""HTML to plain lines: what a mail says, with its quotes marked by ">" as in plain mail.

One pass over the tags, whatever their nesting; no tree is built, so none can be too deep.
"""

import html
import re
from dataclasses import dataclass, field

# Stands on a line of its own where a mail program says that history begins; from Unicode's
# private use, so that no text that we are sent starts it by accident (it is taken out first).
HISTORY_BEGINS = "\ue0f0"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\ufffc\u00ad\u034f"))
_DEEPEST_QUOTE = 6
_LONGEST = 500_000  # characters of HTML; what stands beyond is seen in the HTML only

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*+)([^<>]*+)>")
_DECLARATION = re.compile(r"<[!?][^<>]*+>")
_ATTRIBUTE = re.compile(r"\b(class|id|style)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_HIDDEN = {"style", "script", "head", "title", "template", "noscript", "object", "svg"}
_BLOCKS = {"div", "tr", "table", "ul", "ol", "dl", "dt", "dd", "center", "section", "article"}
_BLOCKS |= {"header", "footer", "address", "form", "fieldset", "pre", "body", "html", "tbody"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_CELLS = {"td", "th"}
_EMPTY = {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "base", "area"}

_QUOTE_CLASS = re.compile(
    r"(?:^|[\s_])(?:gmail_quote|gmail_quote_container|yahoo_quoted|protonmail_quote|"
    r"lifelong_quote|tutanota_quote|zmail_extra|mailbutton_quote|moz-signature-quote|"
    r"mail_quote_body|hubspot_quote|front-blockquote|freddy-quote)(?:\s|$)",
    re.IGNORECASE,
)
_QUOTE_ID = re.compile(r"^(?:x_)*(?:yahoo_quoted|ymail_quoted|OLK_SRC_BODY_SECTION)", re.I)
_BREAK_ID = re.compile(
    r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|stopSpelling|zwchr|"
    r"mail-editor-reference-message-container|ms-outlook-mobile-body-separator)",
    re.IGNORECASE,
)
_BREAK_STYLE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid|border-top:\s*(?:solid\s+)?#?\w+\s+1(?:\.0)?p[tx](?:\s"
    r"+solid)?;\s*padding:\s*3",
    re.IGNORECASE,
)


def text_of(source: str) -> str:
    """Lines of text; quoted ones start with ">", HISTORY_BEGINS stands where known programs cut."""
    reading = _Reading()
    source = _DECLARATION.sub("", _without_comments(source[:_LONGEST].replace(HISTORY_BEGINS, "")))
    position = 0
    for tag in _TAG.finditer(source):
        if tag.start() > position:
            reading.words(source[position : tag.start()])
        position = tag.end()
        name = tag[2].lower()
        if tag[1]:
            reading.close(name)
        else:
            reading.open(name, tag[3])
    reading.words(source[position:])
    return reading.text()


def _without_comments(source: str) -> str:
    first, *rest = source.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


@dataclass
class _Reading:
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    hidden: str = ""  # the tag whose content is not shown
    quotes: list[str] = field(default_factory=list)  # tags that opened a quote
    nested: list[int] = field(default_factory=list)  # same tags opened inside each of them
    verbatim: int = 0

    def words(self, raw: str) -> None:
        if self.hidden:
            return
        words = html.unescape(raw).replace("\r", "").translate(_INVISIBLE)
        if self.verbatim and "\n" in words:
            first, *more = words.split("\n")
            self.line.append(first)
            for one in more:
                self._end_line(keep_empty=True)
                self.line.append(one)
        elif words:
            self.line.append(words)

    def open(self, name: str, attributes: str) -> None:
        if self.hidden:
            return
        if name in _HIDDEN and not attributes.endswith("/"):
            self.hidden = name
            return
        marks = _marks(attributes) if "=" in attributes and name not in _CELLS else {}
        if self._breaks(marks):
            self._end_line()
            self.lines.append(HISTORY_BEGINS)
        self._start(name)
        if self.quotes and name == self.quotes[-1] and name not in _EMPTY:
            self.nested[-1] += 1
        if name not in _EMPTY and _quotes(name, marks):
            self._end_line()
            self.quotes.append(name)
            self.nested.append(0)

    def close(self, name: str) -> None:
        if self.hidden:
            self.hidden = "" if name == self.hidden else self.hidden
            return
        if name in _BLOCKS or name in _PARAGRAPHS or name in ("blockquote", "li"):
            self._end_line()
            if name in _PARAGRAPHS:
                self._blank()
        if name == "pre":
            self.verbatim = max(0, self.verbatim - 1)
        if self.quotes and name == self.quotes[-1]:
            if self.nested[-1]:
                self.nested[-1] -= 1
            else:
                self.quotes.pop()
                self.nested.pop()

    def text(self) -> str:
        self._end_line()
        return "\n".join(self.lines).strip("\n")

    def _start(self, name: str) -> None:
        if name == "br":
            self._end_line(keep_empty=True)
        elif name in _CELLS:
            self.line.append(" ")
        elif name == "li":
            self._end_line()
            self.line.append("- ")
        elif name in _PARAGRAPHS or name == "hr":
            self._end_line()
            self._blank()
        elif name in _BLOCKS or name == "blockquote":
            self._end_line()
        if name == "pre":
            self.verbatim += 1

    def _breaks(self, marks: dict[str, str]) -> bool:
        if not marks or self.quotes:
            return False
        return bool(
            _BREAK_ID.match(marks.get("id", ""))
            or _BREAK_STYLE.search(marks.get("style", "")[:500])
        )

    def _end_line(self, *, keep_empty: bool = False) -> None:
        raw = "".join(self.line)
        self.line.clear()
        shown = raw.rstrip() if self.verbatim else " ".join(raw.split())
        if shown:
            self.lines.append(self._prefix() + shown)
        elif keep_empty:
            self._blank(always=True)

    def _blank(self, *, always: bool = False) -> None:
        empty = self._prefix().rstrip()
        if always or (self.lines and self.lines[-1] != empty):
            self.lines.append(empty)

    def _prefix(self) -> str:
        depth = min(len(self.quotes), _DEEPEST_QUOTE)
        return ">" * depth + " " if depth else ""


def _marks(attributes: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(attributes[:2000])
    return {name.lower(): one or two or three for name, one, two, three in found}


def _quotes(name: str, marks: dict[str, str]) -> bool:
    return (
        name == "blockquote"
        or bool(_QUOTE_CLASS.search(marks.get("class", "")))
        or bool(_QUOTE_ID.match(marks.get("id", "")))
    )
