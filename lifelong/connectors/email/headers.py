"""Headers as they are found in real mail: repeated, folded anywhere, in bytes of any charset."""

import binascii
import re
from email.message import Message
from typing import TypeAlias

from lifelong.connectors.email.charsets import clean, decode

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*+)\?=")
_GAP = re.compile(r"(?<=\?=)\s+(?==\?)")
_LONGEST = 100_000

AnyMessage: TypeAlias = "Message[str, str]"


class Headers:
    """Read once, asked often: a name gives its values in order, unfolded; absent is ""."""

    def __init__(self, message: AnyMessage) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(name.lower(), []).append(_unfolded(str(value)))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def first(self, name: str) -> str:
        return self._values.get(name, [""])[0]

    def all(self, name: str) -> list[str]:
        return self._values.get(name, [])

    def text(self, name: str) -> str:
        return words(self.first(name))

    def starting(self, prefix: str) -> list[str]:
        return [name for name in self._values if name.startswith(prefix)]


def words(value: str) -> str:
    """Decodes RFC 2047, also where a character is split between two words."""
    if "=?" not in value:
        return value
    shown: list[str] = []
    pending, charset, position = b"", "", 0
    value = _GAP.sub("", value)
    for found in _WORD.finditer(value):
        between = value[position : found.start()]
        named = found[1].split("*")[0].lower()
        if pending and (between or named != charset):
            shown.append(decode(pending, charset))
            pending = b""
        shown.append(between)
        charset, position = named, found.end()
        pending += _word_bytes(found[2], found[3])
    if pending:
        shown.append(decode(pending, charset))
    return " ".join(("".join(shown) + value[position:]).split())


def _word_bytes(encoding: str, content: str) -> bytes:
    raw = content.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return base64_bytes(raw)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def base64_bytes(content: bytes) -> bytes:
    """Whatever can be read of it; padding, strange characters and cut ends do no harm."""
    content = _NOT_BASE64.sub(b"", content)
    rest = len(content) % 4
    if rest == 1:
        content = content[:-1]
    return binascii.a2b_base64(content + b"=" * (-len(content) % 4))


def _unfolded(value: str) -> str:
    value = value[:_LONGEST]
    if not value.isascii():
        # The parser keeps foreign bytes as surrogates; anything else is text already.
        value = decode(value.encode("utf-8", "surrogateescape"), None)
    return clean(" ".join(value.split()))
