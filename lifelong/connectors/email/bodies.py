"""What a mail shows: its plain text, its HTML, and what is attached to it."""

import html
import re
from dataclasses import dataclass, field
from email.utils import collapse_rfc2231_value
from mimetypes import guess_extension

from django.utils.translation import gettext as _

from lifelong.connectors.email import charsets, mime
from lifelong.connectors.email.headers import AnyMessage, Headers, words
from lifelong.connectors.email.html_text import text_of
from lifelong.conversations.incoming import IncomingFile

#: characters of text that are kept
LONGEST_TEXT = 1_000_000
_LONGEST_SOURCE = 5 * LONGEST_TEXT  # bytes of one part that are decoded for it
_SHOWN = ("text/plain", "text/html")
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([\w:.-]{2,40})", re.IGNORECASE)
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]+")
_KIND = re.compile(r"[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}")
_STUFFED = re.compile(r"^ (?=[ >]|From )")


@dataclass(frozen=True)
class Section:
    """A stretch of the mail, as plain text, HTML or both."""

    plain: str | None = None
    html: str | None = None


@dataclass
class Body:
    sections: list[Section] = field(default_factory=list)
    files: list[IncomingFile] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Unfolded. Lines of quotes start with ">". Of very long text only the beginning."""
        shown = [
            section.plain if (section.plain or "").strip() else text_of(section.html or "")
            for section in self.sections
        ]
        whole = "\n\n".join(text for text in shown if text and text.strip())
        if len(whole) <= LONGEST_TEXT:
            return whole
        return f"{whole[:LONGEST_TEXT]}\n\n[{_('The rest is in the original.')}]"

    @property
    def html(self) -> str | None:
        if not any((section.html or "").strip() for section in self.sections):
            return None
        return "\n".join(
            section.html or f"<pre>{html.escape(section.plain or '')}</pre>"
            for section in self.sections
        )


def read(message: AnyMessage) -> Body:
    # Walked once for the limits, so that what follows may recurse.
    for _part in mime.parts(message):
        pass
    body = Body()
    body.sections = _sections(message, body.files)
    shown = body.html or ""
    body.files = [_placed(file, shown) for file in body.files]
    return body


def _sections(part: AnyMessage, files: list[IncomingFile]) -> list[Section]:
    inside = mime.children(part)
    if inside:
        found = [section for child in inside for section in _sections(child, files)]
        alternative = part.get_content_subtype() == "alternative"
        return [_merged(found)] if alternative and found else found
    kind = _content_type(part)
    if kind.startswith("multipart/"):
        return [] if part.is_multipart() else [_shown(part, "text/plain")]
    if kind not in _SHOWN or _is_file(part):
        _keep(part, kind, files)
        return []
    return [_shown(part, kind)]


def _merged(sections: list[Section]) -> Section:
    """Two views of the same: of several plain ones the first, of HTML all that there are."""
    plain = next((s.plain for s in sections if (s.plain or "").strip()), None)
    pieces = [section.html for section in sections if section.html]
    return Section(plain, "\n".join(pieces) or None)


def _shown(part: AnyMessage, kind: str) -> Section:
    content = mime.content(part)
    charset = _parameter(part, "charset")
    if kind == "text/html":
        if not charset and (meta := _META_CHARSET.search(content[:4096])):
            charset = meta[1].decode("ascii", "replace")
        return Section(html=charsets.decode(content, charset))
    text = (
        charsets.decode(content[:_LONGEST_SOURCE], charset)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    if _parameter(part, "format").lower() == "flowed":
        text = unflowed(text, delsp=_parameter(part, "delsp").lower() == "yes")
    return Section(plain=text)


def unflowed(text: str, *, delsp: bool) -> str:
    """RFC 3676: a line that ends in a space goes on in the next one of the same quote depth."""
    lines: list[str] = []
    open_depth = -1
    for raw in text.split("\n"):
        bare = raw.lstrip(">")
        depth = len(raw) - len(bare)
        bare = bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        prefix = ">" * depth + " " if depth else ""
        kept = bare[:-1] if flows and delsp else bare
        if depth == open_depth and bare != "-- ":
            lines[-1] += kept
        else:
            lines.append(prefix + kept)
        open_depth = depth if flows else -1
    return "\n".join(lines)


def _keep(part: AnyMessage, kind: str, files: list[IncomingFile]) -> None:
    content = mime.content(part)
    name = _file_name(part, kind, len(files) + 1)
    if not content and not _parameter(part, "filename", "content-disposition"):
        return
    content_id = Headers(part).first("content-id").strip().strip("<>") or None
    files.append(IncomingFile(name=name, content_type=kind, content=content, content_id=content_id))


def _placed(file: IncomingFile, shown: str) -> IncomingFile:
    if not file.content_id or f"cid:{file.content_id}" not in shown:
        return file
    return IncomingFile(
        name=file.name,
        content_type=file.content_type,
        content=file.content,
        content_id=file.content_id,
        inline=True,
    )


def _is_file(part: AnyMessage) -> bool:
    disposition = str(part.get("content-disposition", "")).split(";")[0].strip().lower()
    if disposition == "attachment":
        return True
    return bool(_parameter(part, "filename", "content-disposition") or _parameter(part, "name"))


def _content_type(part: AnyMessage) -> str:
    """Nonsense is text, as RFC 2045 has it, unless it comes as a file."""
    kind = part.get_content_type()
    return kind if _KIND.fullmatch(kind) else "application/octet-stream"


def _parameter(part: AnyMessage, name: str, header: str = "content-type") -> str:
    try:
        value = part.get_param(name, "", header)
        return charsets.clean(collapse_rfc2231_value(value)).strip()
    except Exception:  # the standard library's parameter parser fails in many ways
        return ""


def _file_name(part: AnyMessage, kind: str, number: int) -> str:
    named = _parameter(part, "filename", "content-disposition") or _parameter(part, "name")
    name = words(named)
    if not name and kind == "message/rfc822":
        subject = next((Headers(one).text("subject") for one in mime.enclosed(part)), "")
        name = f"{subject or 'message'}.eml"
    name = _UNSAFE_IN_NAME.sub("_", name).strip(" ._")
    return name[-200:] or f"file-{number}{guess_extension(kind) or ''}"
