"""Small pictures, drawn here: something brown with a crack, and the shop's berries."""

import struct
import zlib
from collections.abc import Callable

SIZE = 160
#: of the logo: centres of berries and how far they reach, out of a picture of 96 by 96
_LOGO = 96
_BERRIES = [(32, 52), (50, 44), (66, 54), (42, 70), (60, 74)]
_BERRY = 11

Colour = tuple[int, int, int]


def cracked() -> bytes:
    """A PNG."""
    return _png(SIZE, _broken)


def berries() -> bytes:
    """A PNG."""
    return _png(_LOGO, _berry)


def _png(size: int, pixel: Callable[[int, int], Colour]) -> bytes:
    rows = b"".join(
        b"\0" + bytes(part for x in range(size) for part in pixel(x, y)) for y in range(size)
    )
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _broken(x: int, y: int) -> Colour:
    crack = abs(x - SIZE // 2 - 18 * ((y // 23) % 3) + y // 4) < 3
    if crack:
        return 30, 22, 18
    shade = (x * 7 + y * 13) % 17
    return 168 + shade, 124 + shade, 82 + shade


def _berry(x: int, y: int) -> Colour:
    if any((x - left) ** 2 + (y - top) ** 2 < _BERRY**2 for left, top in _BERRIES):
        return 58, 32, 72
    # a leaf: where two circles meet
    leaf = (x - 44) ** 2 + (y - 4) ** 2 < 30**2 and (x - 70) ** 2 + (y - 34) ** 2 < 30**2
    return (91, 107, 47) if leaf else (255, 255, 255)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
