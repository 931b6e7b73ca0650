"""One hash for every copy of a mail, whatever way the copies came."""

import hashlib
from collections.abc import Iterable

from lifelong.connectors.email import mime
from lifelong.connectors.email.headers import AnyMessage, Headers, words

# What is under way added (Received, Delivered-To, ...) is left out. Message-ID alone will not do:
# a quarter of real mail in our corpus has none, a third shares one with another message.
_NAMED = ("message-id", "from", "date", "subject")


def identity(message: AnyMessage, headers: Headers) -> str:
    """Hex SHA-256 of Message-ID, From, Date, Subject and the decoded content of every part."""
    digest = hashlib.sha256()
    for name in _NAMED:
        _add(digest, " ".join(words(headers.first(name)).split()).encode())
    for part in _leaves(message):
        content = mime.content(part)
        if part.get_content_maintype() in ("text", "message"):
            # Relays re-encode text, and end its lines their way.
            content = b"\n".join(line.rstrip() for line in content.splitlines()).strip()
        _add(digest, part.get_content_type().encode("utf-8", "replace"))
        _add(digest, content)
    return digest.hexdigest()


def _leaves(message: AnyMessage) -> Iterable[AnyMessage]:
    return (part for part, _ in mime.parts(message) if not mime.children(part))


def _add(digest: "hashlib._Hash", value: bytes) -> None:
    digest.update(len(value).to_bytes(8, "big") + value)
