"""A raw mail as a tree of parts, walked within limits, each part's content decoded leniently."""

import binascii
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32

from django.utils.translation import gettext as _

from lifelong.connectors.email.headers import AnyMessage, base64_bytes
from lifelong.conversations.incoming import Unreadable

MOST_PARTS = 1000
DEEPEST = 50
# 35 MB of base64 have half a million.
_MOST_LINES = 2_000_000
_MOST_HEADER_LINES = 5000
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
# Base64 has no blanks inside its lines: some mailers announce it and then do not encode.
_PROSE = re.compile(rb"^[A-Za-z,]{2,40} {1,3}[A-Za-z,.]{2,40}(?: [A-Za-z]|\r?$)", re.MULTILINE)
_ENCODING = re.compile(r"[a-z0-9-]+")


class _Lenient(Compat32):
    """Headers become text when they are read, so that no later look-up meets raw bytes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if not value.isascii():
            value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return name, value


class _Part(Message):
    """Keeps its content as it came: `get_payload` decodes by whatever charset is claimed."""

    _payload: object  # the standard library's own; it offers no other way to the bytes

    @property
    def source(self) -> str:
        return self._payload if isinstance(self._payload, str) else ""


def tree(raw: bytes) -> AnyMessage:
    """Raises Unreadable for what was built to exhaust us, before any time is spent on it."""
    _refuse_bombs(raw)
    try:
        message: AnyMessage = BytesParser(_Part, policy=_Lenient()).parsebytes(raw.lstrip())
    except RecursionError as error:
        raise Unreadable(_("Its parts are nested too deeply.")) from error
    return message


def parts(message: AnyMessage, depth: int = 0) -> Iterator[tuple[AnyMessage, int]]:
    """Every part and its depth, this one first. A mail inside a mail is one part, not opened."""
    waiting, seen = [(message, depth)], 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MOST_PARTS:
            raise Unreadable(_("It has more than %(count)d parts.") % {"count": MOST_PARTS})
        if depth > DEEPEST:
            raise Unreadable(_("Its parts are nested too deeply."))
        yield part, depth
        waiting.extend((child, depth + 1) for child in reversed(children(part)))


def children(part: AnyMessage) -> list[AnyMessage]:
    return enclosed(part) if part.get_content_maintype() == "multipart" else []


def enclosed(part: AnyMessage) -> list[AnyMessage]:
    """The parts of a multipart, or the mail inside a mail."""
    inside = part.get_payload() if part.is_multipart() else []
    return [child for child in inside if isinstance(child, Message)]


def content(part: AnyMessage) -> bytes:
    """The decoded bytes of a leaf, or of the mail that it encloses."""
    if part.is_multipart():
        return b"".join(_whole(child) for child in enclosed(part))
    raw = _source(part)
    named = _ENCODING.search(str(part.get("content-transfer-encoding", "")).lower())
    match named[0] if named else "":
        case "base64":
            return raw if _PROSE.search(raw[:1000].partition(b"=")[0]) else base64_bytes(raw)
        case "quoted-printable":
            return binascii.a2b_qp(raw)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return _uudecoded(raw)
    return raw


def _whole(message: AnyMessage) -> bytes:
    try:
        return message.as_bytes()
    except Exception:  # the standard generator fails in many ways on what its parser accepted
        shown = "".join(f"{name}: {value}\n" for name, value in message.raw_items())
        return shown.encode("utf-8", "replace") + b"\n" + _source(message)


def _source(part: AnyMessage) -> bytes:
    source = part.source if isinstance(part, _Part) else ""
    return source.encode("utf-8", "surrogateescape")


def _uudecoded(raw: bytes) -> bytes:
    found = []
    for line in raw.splitlines():
        if line[:6] != b"begin " and line[:3] != b"end" and line.strip():
            try:
                found.append(binascii.a2b_uu(line))
            except binascii.Error:
                # Some encoders write trailing rubbish; the first byte says how much counts.
                length = (((line[0] - 32) & 63) * 4 + 5) // 3
                with_length = line[:length]
                try:
                    found.append(binascii.a2b_uu(with_length))
                except binascii.Error:
                    continue
    return b"".join(found)


def _refuse_bombs(raw: bytes) -> None:
    if raw.count(b"\n") > _MOST_LINES:
        raise Unreadable(_("It has more than %(count)d lines.") % {"count": _MOST_LINES})
    if raw.count(b"\n--") > DEEPEST * 4:
        declared = sum(1 for _found in _BOUNDARY.finditer(raw))
        if declared > DEEPEST * 4:
            raise Unreadable(_("Its parts are nested too deeply."))
        if declared and _delimiters(raw) > MOST_PARTS * 2:
            raise Unreadable(_("It has more than %(count)d parts.") % {"count": MOST_PARTS})
    head = raw[: raw.find(b"\r\n\r\n")] if b"\r\n\r\n" in raw else raw.partition(b"\n\n")[0]
    if head.count(b"\n") > _MOST_HEADER_LINES:
        raise Unreadable(_("Its header is too long."))


_DECLARED = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]{1,100})\"|([^\s;\"]{1,100}))", re.I)


def _delimiters(raw: bytes) -> int:
    names = {found[1] or found[2] for found in _DECLARED.finditer(raw)}
    return sum(raw.count(b"\n--" + name) for name in names)
