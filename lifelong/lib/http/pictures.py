"""Pictures from outside."""

import struct

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


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, as its header says; None where it says none that can be read.
    The formats' own papers: PNG 11.2.1, GIF89a 18, JPEG B.2.2, RFC 9649 2."""
    read = {
        "image/png": _png_size,
        "image/gif": _gif_size,
        "image/jpeg": _jpeg_size,
        "image/webp": _webp_size,
    }.get(picture_type(content) or "")
    try:
        return read(content) if read else None
    except struct.error:
        return None


def _png_size(content: bytes) -> tuple[int, int] | None:
    kind, width, height = struct.unpack_from(">4sII", content, 12)
    return (width, height) if kind == b"IHDR" else None


def _gif_size(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """From the first frame header; segments come one after another until there."""
    place = 2
    while True:
        begins, marker = struct.unpack_from(">BB", content, place)
        if begins != 0xFF or marker in _NO_FRAME:
            return None
        if marker == 0xFF:
            place += 1
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        place += 2 + struct.unpack_from(">H", content, place + 2)[0]


#: frames by how they are coded; and where the picture itself begins or ends without one
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NO_FRAME = frozenset({0xD9, 0xDA})


def _webp_size(content: bytes) -> tuple[int, int] | None:
    kind = content[12:16]
    if kind == b"VP8 ":
        begins, width, height = struct.unpack_from("<3sHH", content, 23)
        return (width & 0x3FFF, height & 0x3FFF) if begins == b"\x9d\x01\x2a" else None
    if kind == b"VP8L":
        begins, both = struct.unpack_from("<BI", content, 20)
        return ((both & 0x3FFF) + 1, (both >> 14 & 0x3FFF) + 1) if begins == 0x2F else None
    if kind == b"VP8X":
        wide, wider, high, higher = struct.unpack_from("<HBHB", content, 24)
        return (wide | wider << 16) + 1, (high | higher << 16) + 1
    return None


def fetch_image(url: str, *, network: Network = INTERNET) -> Fetched:
    """A picture from outside, of at most 5 MB, within 10 s; its type is what its bytes say."""
    found = fetch(url, limit_bytes=5_000_000, timeout=10, accept="image/*", network=network)
    kind = picture_type(found.content)
    if kind is None:
        raise NotFetched(_("That is no picture that we show."))
    return Fetched(found.content, kind, found.url)
