"""Mails that were built to exhaust whoever reads them."""

import time

import pytest

from lifelong.connectors.email.parsing import Envelope, Trust, parse
from lifelong.conversations.incoming import Unreadable


def _nested(depth: int) -> bytes:
    mail = "From: a@b.example\n"
    for number in range(depth):
        mail += f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n'
    return (mail + "Content-Type: text/plain\n\nHi\n").encode()


BOMBS = {
    "ten thousand nested parts": _nested(10_000),
    "nested below the quick check": _nested(120),
    "nested mails": b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 5_000,
    "a hundred thousand parts": b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n"
    + b"--x\n\na\n" * 100_000,
    "many headers": b"From: a@b.example\n" + b"X-A: b\n" * 200_000 + b"\nHi",
    "a huge header": b"From: a@b.example\nSubject: " + b"x " * 2_000_000 + b"\n\nHi",
    "a huge To": b"From: a@b.example\nTo: " + b"a@b.example, " * 100_000 + b"\n\nHi",
    "comments in From": b"From: " + b"(" * 100_000 + b"\n\nHi",
    "no at sign": b"From: a@b.example\nReferences: " + b"x" * 500_000 + b"\n\nHi",
    "encoded words": b"From: a@b.example\nSubject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nHi",
    "half encoded words": b"From: a@b.example\nSubject: " + b"=?utf-8?q?" * 50_000 + b"\n\nHi",
    "blank lines": b"From: a@b.example\n\nHi:\n" + b" \n" * 300_000 + b"x",
    "nested quotes": b"From: a@b.example\n\nHi\n" + b">" * 500_000 + b" x",
    "attributions": b"From: a@b.example\n\n" + b"On 2026 a@b wrote:\n" * 30_000,
    "dated attributions": b"From: a@b.example\n\n" + b"On 2026 a@b wrote x 12:00:\n" * 30_000,
    "hundreds of To": b"From: a@b.example\n"
    + (b"To: " + b"a@b.example, " * 1000 + b"\n") * 300
    + b"\nHi",
    "a book": b"From: a@b.example\n\n" + b"Hello there, how are you?\n" * 800_000,
    "empty lines": b"From: a@b.example\n\n" + b"\n" * 30_000_000,
    "results": b"From: a@b.example\nAuthentication-Results: " + b"(" * 90_000 + b"\n\nHi",
}
HTML_BOMBS = {
    "deep divs": "<div>" * 300_000,
    "deep quotes": "<blockquote>x" * 100_000,
    "open tags": "<a " * 300_000,
    "open comments": "<!--" * 300_000,
    "long tag": "<" + "a" * 1_000_000,
    "entities": "&" * 500_000,
    "styles": "<p style='border-top: " + "x" * 1_000_000 + "'>" * 2,
    "attributes": "<p " + "class=" * 300_000 + ">",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_over_within_a_second(name: str) -> None:
    _survives(BOMBS[name])


@pytest.mark.parametrize("name", HTML_BOMBS)
def test_a_bomb_in_html_is_over_within_a_second(name: str) -> None:
    head = "From: a@b.example\nContent-Type: text/html\n\n<p>Hi</p>"
    _survives((head + HTML_BOMBS[name]).encode())


def _survives(raw: bytes) -> None:
    begun = time.process_time()
    try:
        parse(raw, Envelope(), Trust(authserv_ids=frozenset({"mx"})))
    except Unreadable as error:
        assert str(error).endswith(".")
    assert time.process_time() - begun < 1
