import random

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from hypothesis import given, settings
from hypothesis import strategies as some

from lifelong.connectors.chat.parsing import MOST_WORDS, Said, parse
from lifelong.connectors.chat.tests.building import posted
from lifelong.conversations.incoming import Unreadable

PNG = b"\x89PNG\r\n\x1a\n" + b"\r\n--pixels\r\n" * 40


def read(body: bytes, content_type: str = MULTIPART_CONTENT) -> Said:
    return parse(content_type, body)


def test_words_answers_and_files_are_read() -> None:
    files = [("a.png", "image/svg+xml", PNG), ("b.svg", "image/svg+xml", b"<svg/>")]
    said = read(posted(" Hi\r\nthere\x00 ", order="1042", email="", files=files))
    assert (said.text, said.answers) == ("Hi\nthere", {"order": "1042"})
    assert [(one.name, one.content_type) for one in said.files] == [
        ("a.png", "image/png"), ("b.svg", "application/octet-stream"),
    ]  # fmt: skip
    assert said.files[0].content == PNG


def test_a_large_file_is_read_whole() -> None:
    content = random.Random(1).randbytes(5_000_000)
    (file,) = read(posted("", files=[("big.bin", "application/zip", content)])).files
    assert file.content == content


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (posted("", files=[]), "Write something"),
        (posted("\x00 \n"), "Write something"),
        (posted("a" * (MOST_WORDS + 1)), "too long"),
        (posted("a", files=[("a", "text/plain", b"a")] * 11), "at most 10"),
        (posted("a").replace(b'"id"', b'"no"'), "no id"),
        (b"{}", "not what a widget sends|no id"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(body)


def test_another_kind_of_body_is_refused() -> None:
    with pytest.raises(Unreadable):
        read(b'{"text": "a"}', "application/json")


WHOLE = posted("Hello", name="Ana", files=[("a.png", "image/png", PNG)])


@settings(max_examples=300, deadline=None)
@given(some.integers(0, len(WHOLE)), some.integers(0, 40), some.binary(max_size=30))
def test_broken_bodies_are_refused_and_crash_nothing(place: int, cut: int, put: bytes) -> None:
    body = WHOLE[:place] + put + WHOLE[place + cut :]
    try:
        assert isinstance(read(body), Said)
    except Unreadable as refused:
        assert str(refused) and BOUNDARY not in str(refused)
