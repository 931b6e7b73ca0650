"""One hash for every copy of a mail, whatever way the copies came."""

import hashlib

from lifelong.connectors.email import mime
from lifelong.connectors.email.headers import AnyMessage, Headers, words

# What is under way added (Received, Delivered-To, ...) is left out. Message-ID alone will not do:
# a quarter of real mail in our corpus has none, a third shares one with another message.
_LONG = 1_000_000  # bytes of text, beyond which its lines are not looked at one by one
_NAMED = ("message-id", "from", "date", "subject")


def identity(message: AnyMessage, headers: Headers) -> str:
    """Hex SHA-256 of Message-ID, From, Date, Subject and the every part's kind and content."""
    digest = hashlib.sha256()
    for name in _NAMED:
        _add(digest, " ".join(words(headers.first(name)).split()).encode())
    for part, depth in mime.parts(message):
        _add(digest, f"{depth} {part.get_content_type()}".encode("utf-8", "replace"))
        if not mime.children(part):
            _add(digest, _content(part))
    return digest.hexdigest()


def _content(part: AnyMessage) -> bytes:
    content = mime.content(part)
    if part.get_content_maintype() not in ("text", "message"):
        return content
    if len(content) > _LONG:
        return content.translate(None, b" \t\r\n\v\f")
    # Relays re-encode text, and end its lines their way.
    return b"\n".join(line.rstrip() for line in content.splitlines()).strip()


def _add(digest: "hashlib._Hash", value: bytes) -> None:
    digest.update(len(value).to_bytes(8, "big") + value)
