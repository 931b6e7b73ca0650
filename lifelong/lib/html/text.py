"""HTML as plain text, for snippets, search and reading what a mail says."""

import html as entities
import re

from lifelong.lib.html.levelling import MARKUP

LIMIT = 512 * 1024

_SPACES = re.compile(r"[ \t\r\n\f]+")
# newsletters pad their preview line with hundreds of these
_INVISIBLE = re.compile(r"[\u00ad\u034f\u200b\ufeff]+")
_PADDING = re.compile(r"[ \u00a0\u200c]{2,}")
# int() refuses numbers of more than 4,300 digits, and html.unescape() does not expect it
_ABSURD_REFERENCE = re.compile(r"&#x?[0-9a-f]{9,}+;?", re.IGNORECASE)

_LINES = frozenset({
    "address", "article", "aside", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "header", "hr", "legend", "li", "main", "nav", "option", "section", "tbody",
    "tfoot", "thead", "tr",
})  # fmt: skip
_PARAGRAPHS = frozenset({
    "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul",
})  # fmt: skip


def to_text(html: str) -> str:
    """What a reader would see, without markup: never raises, whatever the input.

    Blocks become lines, paragraphs are set apart by one empty line, list items begin with
    "- ", lines in a blockquote with "> ", of a link its words are kept. Reads at most LIMIT
    characters.
    """
    page = _Page()
    html = html[:LIMIT].replace("\x00", "")
    at = 0
    for markup in MARKUP.finditer(html):
        if markup.start() > at:
            page.write(html[at : markup.start()])
        at = markup.end()
        if tag := markup["tag"]:
            page.mark(tag.lower())
    page.write(html[at:])
    return page.text()


class _Page:
    """Lines of text as they are set down, with their depth of quotation."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.bullet = ""
        self.quoted = self.preformatted = self.listed = 0

    def write(self, source: str) -> None:
        if self.preformatted:
            self.write_as_it_stands(source)
            return
        words = _SPACES.sub(" ", source)
        if words != " " or self.line:
            self.line.append(_PADDING.sub(" ", _decoded(words)).replace("\u00a0", " "))

    def write_as_it_stands(self, source: str) -> None:
        for line in source.splitlines(keepends=True):
            self.line.append(_decoded(line.rstrip("\r\n")))
            if line[-1] in "\r\n":
                self.end_line(empty=True)

    def mark(self, tag: str) -> None:
        opens, name = tag[0] != "/", tag.lstrip("/")
        if name in _PARAGRAPHS:
            self.paragraph(name, opens)
        elif name in _LINES:
            self.end_line(empty=name == "br")
            if tag == "li":
                self.bullet = "- "
        elif name in ("td", "th") and opens and self.line:
            self.line.append(" ")

    def paragraph(self, name: str, opens: bool) -> None:
        self.end_line()
        if opens:
            self.leave_blank()
        step = 1 if opens else -1
        if name == "blockquote":
            self.quoted = max(0, self.quoted + step)
        elif name == "pre":
            self.preformatted = max(0, self.preformatted + step)
        elif name in ("ul", "ol"):
            self.listed = max(0, self.listed + step)
        if not opens:
            self.leave_blank()

    def leave_blank(self) -> None:
        if not self.lines or self.listed:
            return
        if not self.lines[-1].strip("> "):
            self.lines.pop()
        self.lines.append(self.prefix.rstrip())

    @property
    def prefix(self) -> str:
        # deeper quotations than this are nobody's conversation
        return "> " * min(self.quoted, 8)

    def end_line(self, *, empty: bool = False) -> None:
        line = "".join(self.line)
        self.line.clear()
        line = line.rstrip() if self.preformatted else line.strip()
        if line:
            self.lines.append(self.prefix + self.bullet + line)
            self.bullet = ""
        elif empty:
            self.leave_blank()

    def text(self) -> str:
        self.end_line()
        return "\n".join(self.lines).strip("\n")


def _decoded(source: str) -> str:
    if "&" in source:
        source = entities.unescape(_ABSURD_REFERENCE.sub("\ufffd", source))
    return source if source.isascii() else _INVISIBLE.sub("", source)
