"""A small picture, drawn here: something brown with a crack."""

import struct
import zlib

SIZE = 160


def cracked() -> bytes:
    """A PNG."""
    rows = b"".join(
        b"\0" + bytes(part for x in range(SIZE) for part in _pixel(x, y)) for y in range(SIZE)
    )
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _pixel(x: int, y: int) -> tuple[int, int, int]:
    crack = abs(x - SIZE // 2 - 18 * ((y // 23) % 3) + y // 4) < 3
    if crack:
        return 30, 22, 18
    shade = (x * 7 + y * 13) % 17
    return 168 + shade, 124 + shade, 82 + shade


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
