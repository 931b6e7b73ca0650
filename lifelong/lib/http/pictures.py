"""Pictures from outside."""

from django.utils.translation import gettext as _

from lifelong.lib.http.asking import Fetched, fetch
from lifelong.lib.http.network import INTERNET, Network, NotFetched

#: raster pictures by how they begin. Never SVG: it is a document and can act.
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
#: pictures that a browser may show from our address; all else is downloaded
SHOWN_PICTURES = frozenset(kind for _start, kind in _PICTURES) | {"image/webp"}


def picture_type(content: bytes) -> str | None:
    """What kind of raster picture the bytes are, whatever anybody says they are."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _PICTURES if content.startswith(start)), None)


def fetch_image(url: str, *, network: Network = INTERNET) -> Fetched:
    """A picture from outside, of at most 5 MB, within 10 s; its type is what its bytes say."""
    found = fetch(url, limit_bytes=5_000_000, timeout=10, accept="image/*", network=network)
    kind = picture_type(found.content)
    if kind is None:
        raise NotFetched(_("That is no picture that we show."))
    return Fetched(found.content, kind, found.url)
