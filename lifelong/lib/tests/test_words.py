"""What somebody typed as words, and the part of a text where they stand."""

import pytest

from lifelong.lib.words import begun, excerpt, whole, words_in


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Where's my PARCEL?", ["where", "s", "my", "parcel"]),
        ("José Müller-Ünal", ["jose", "muller", "unal"]),
        ("ana@example.com", ["ana", "example", "com"]),
        ("snake_case 1001", ["snake", "case", "1001"]),
        ("Привет", ["привет"]),
        ("!?' & | :* \\", []),
    ],
)
def test_words_are_what_stands_between_the_signs(said: str, words: list[str]) -> None:
    assert words_in(said) == words


def test_only_the_last_word_may_have_just_begun() -> None:
    assert begun("red tent") == "red & tent:*"
    assert whole("red tent") == "red & tent"
    assert begun("' & !") == whole("' & !") == ""


def marked(text: str, asked: str, length: int = 60) -> str:
    pieces = excerpt(text, asked, length=length)
    return "".join(f"[{piece}]" if sought else piece for piece, sought in pieces)


def test_an_excerpt_marks_the_words_as_they_were_written() -> None:
    assert marked("Das Café war\n zu.", "cafe wa") == "Das [Café] [war] zu."
    assert marked("Das Cafe\u0301 war", "café") == "Das [Cafe\u0301] war"
    assert marked("Tents and tent.", "tent") == "[Tents] and [tent]."
    assert marked("red tents", "red x") == "[red] tents"


def test_an_excerpt_of_a_long_text_begins_before_the_first_word() -> None:
    long = "bla " * 100 + "the tent is torn " + "blu " * 100
    said = marked(long, "torn")
    assert said.startswith("…bla") and said.endswith("…")
    assert "tent is [torn] blu" in said
    assert len(said) < 70


def test_a_text_without_the_words_is_shown_from_its_beginning() -> None:
    assert marked("Hello there", "tent") == "Hello there"
    assert marked("", "tent") == ""
    assert marked("x" * 500, "tent", length=10) == "x" * 10 + "…"
