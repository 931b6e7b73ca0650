"""What a few signs in plain words say, as HTML: **bold**, *italic*, links, lists, quotes.

Every line stands for itself, and a sign that is not plainly one stays what it is: a star within a
word or between blanks, a lone "- " or "1. ", any address but a web page's, a mailbox's or a
phone's. docs/decisions/formatting.md says why.
"""

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from lifelong.lib.html.cleaning import clean

_DEEPEST_QUOTE = 5

# the possessive ones never look back, so that no words take more than linear time
_LINK = re.compile(
    r"\[(?=\s*+[^\s\]])([^\[\]\n]++)\]"
    r"\(((?:https?://|mailto:|tel:)(?=[^\s()])"
    r"[^\s<>()\"']*+(?:\([^\s<>()\"']*+\)[^\s<>()\"']*+)*+)\)",
    re.IGNORECASE,
)
#: what may end a sentence is no part of it
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]*]", re.IGNORECASE)
#: of scripts that set their words apart, as Chinese, Japanese and Thai do not
_WORD = re.compile(r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0010ffff]")

_QUOTED = re.compile(r">(?: (.*))?")
_BULLET = re.compile(r"[ \t]{0,12}- ++(?=.*[^\s\-])(.*)")
_NUMBERED = re.compile(r"[ \t]{0,12}(\d{1,3})\. ++(?=\S)(.*)")


def formatted(text: str) -> str:
    """`text` as safe HTML without styles. All its words are in it, whatever stands there; linear
    in time."""
    html = "\n".join(_blocks(re.split(r"\r\n|\r|\n", text)))
    return clean(html, images=lambda _source: None, most=len(html))


def readable(text: str) -> str:
    """As it was written, with links that can be read where none can be hidden behind words."""
    return _LINK.sub(_link_in_words, text)


def _link_in_words(link: re.Match[str]) -> str:
    words, address = link[1].strip(), re.sub(r"^(?:mailto|tel):", "", link[2], flags=re.I)
    return address if words in (address, link[2]) else f"{words} <{address}>"


def _blocks(lines: list[str], depth: int = 0) -> Iterator[str]:
    # what is quoted reads one way, as a whole: so does the bar beside it
    direction = "" if depth else ' dir="auto"'
    at = 0
    while at < len(lines):
        if depth < _DEEPEST_QUOTE and (quoted := _quote(lines, at)):
            yield f"<blockquote{direction}>{''.join(_blocks(quoted, depth + 1))}</blockquote>"
            at += len(quoted)
        elif len(items := _bullets(lines, at)) > 1:
            yield f"<ul{direction}>{_items(items)}</ul>"
            at += len(items)
        elif len(numbers := _numbers(lines, at)) > 1:
            yield f'<ol start="{numbers[0][0]}"{direction}>{_items(one for _, one in numbers)}</ol>'
            at += len(numbers)
        else:
            words = _INLINE.renderInline(lines[at])
            yield f"<div{direction}>{words}</div>" if words.strip() else "<div><br></div>"
            at += 1


def _quote(lines: list[str], at: int) -> list[str]:
    """What the lines from here on quote; a lone ">" begins none."""
    found: list[str] = []
    while at < len(lines) and (quoted := _QUOTED.fullmatch(lines[at])):
        words = quoted[1] or ""
        if not found and not words.strip():
            break
        found.append(words)
        at += 1
    return found


def _bullets(lines: list[str], at: int) -> list[str]:
    found = []
    while at < len(lines) and (item := _BULLET.fullmatch(lines[at])):
        found.append(item[1])
        at += 1
    return found


def _numbers(lines: list[str], at: int) -> list[tuple[int, str]]:
    """Those that count on by one: what else begins with a number is a date, or a price."""
    found: list[tuple[int, str]] = []
    while at < len(lines) and (item := _NUMBERED.fullmatch(lines[at])):
        number = int(item[1])
        if str(number) != item[1] or (found and number != found[-1][0] + 1):
            break
        found.append((number, item[2]))
        at += 1
    return found


def _items(items: Iterable[str]) -> str:
    return "".join(f"<li>{_INLINE.renderInline(one)}</li>" for one in items)


def _stars(state: StateInline, silent: bool) -> bool:
    """markdown-it's own rule of emphasis, but a star within a word, or a number, opens nothing."""
    start = state.pos
    if silent or state.src[start] != "*":
        return False
    length = state.scanDelims(start, True).length
    before, after = state.src[start - 1 : start], state.src[start + length : start + length + 1]
    within = bool(_WORD.match(before) and _WORD.match(after))
    found = state.scanDelims(start, not within)
    for _ in range(length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=length,
                token=len(state.tokens) - 1,
                end=-1,
                open=found.can_open,
                close=found.can_close,
            )
        )
    state.pos += length
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """[words](address); the words may be bold or italic."""
    link = _LINK.match(state.src, state.pos, state.posMax)
    if silent or link is None:
        return False
    state.push("link_open", "a", 1).attrs = {"href": link[2]}
    end, state.pos, state.posMax = state.posMax, link.start(1), link.end(1)
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = end
    state.push("link_close", "a", -1)
    state.pos = link.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """An address as it stands, known by the colon of its scheme."""
    at = state.pos
    if silent or state.linkLevel or not state.src.startswith("://", at):
        return False
    scheme = next(
        (s for s in ("https", "http") if state.src[max(0, at - 5) : at].lower().endswith(s)), ""
    )
    address = _ADDRESS.match(state.src, at - len(scheme), state.posMax) if scheme else None
    if address is None:
        return False
    state.pending = state.pending[: -len(scheme)]
    state.push("link_open", "a", 1).attrs = {"href": address[0]}
    state.push("text", "", 0).content = address[0]
    state.push("link_close", "a", -1)
    state.pos = address.end()
    return True


def _inline() -> MarkdownIt:
    """Of markdown-it what turns pairs of stars into tags, and escapes; nothing else is on."""
    rules = MarkdownIt("zero").enable("emphasis")
    rules.inline.ruler.at("emphasis", _stars)
    rules.inline.ruler.push("words_link", _link)
    rules.inline.ruler.push("address", _address)
    return rules


_INLINE = _inline()
