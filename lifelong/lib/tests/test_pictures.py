"""How large a picture is, as its header says."""

import pytest

from lifelong.lib.http import picture_size
from lifelong.lib.tests import pictures

REAL = [
    pictures.PNG,
    pictures.GIF,
    pictures.JPEG,
    pictures.WEBP,
    pictures.WEBP_LOSSLESS,
    pictures.WEBP_SEE_THROUGH,
]


@pytest.mark.parametrize("content", REAL, ids=range(len(REAL)))
def test_a_picture_of_every_kind_says_how_large_it_is(content: bytes) -> None:
    assert picture_size(content) == (3, 2)


@pytest.mark.parametrize("content", REAL, ids=range(len(REAL)))
def test_what_is_cut_off_says_it_or_nothing(content: bytes) -> None:
    for length in range(len(content)):
        assert picture_size(content[:length]) in {None, (3, 2)}
    assert picture_size(content[:9]) is None


def test_blanks_between_the_segments_of_a_jpeg_are_passed_over() -> None:
    assert picture_size(pictures.JPEG[:2] + b"\xff" * 3 + pictures.JPEG[2:]) == (3, 2)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        b"\x89PNG\r\n\x1a\n" + b"pixels" * 9,
        b"RIFF....WEBP" + b"pixels" * 9,
        pictures.WEBP[:23] + b"..." + pictures.WEBP[26:],
        b"\xff\xd8\xff\xda" + bytes(40),
        b"\xff\xd8" + b"\xff" * 40,
        b"\xff\xd8\xff\xe0\x00\x04...." + bytes(40),
    ],
)
def test_what_has_no_such_header_says_nothing(content: bytes) -> None:
    assert picture_size(content) is None
