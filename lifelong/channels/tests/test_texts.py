import pytest

from lifelong.channels.texts import BASIC, EXTENDED, segments


def test_the_alphabet_is_that_of_gsm_03_38() -> None:
    # 128 places, one of which is the escape to the extension table
    assert (len(set(BASIC)), len(set(EXTENDED))) == (127, 10)


@pytest.mark.parametrize(
    ("words", "texts", "plain"),
    [
        ("", 0, True),
        ("Your parcel is on its way.", 1, True),
        ("a" * 160, 1, True),
        ("a" * 161, 2, True),
        ("a" * 306, 2, True),
        ("a" * 307, 3, True),
        ("Grüße aus Köln, Straße 5", 1, True),
        ("€" * 80, 1, True),
        ("€" * 81, 2, True),
        # a letter that counts twice is not torn: 152 places are used of each 153
        ("€" * 153, 3, True),
        ("a" + "€" * 152, 2, True),
        ("ж" * 70, 1, False),
        ("ж" * 71, 2, False),
        ("ж" * 134, 2, False),
        ("ж" * 135, 3, False),
        ("😀" * 35, 1, False),
        ("😀" * 36, 2, False),
        # 33 emoji fill 66 of 67 places
        ("😀" * 67, 3, False),
        ("naïve", 1, False),
        ("`", 1, False),
        ("\u2019" + "a" * 70, 2, False),
    ],
)
def test_words_make_so_many_texts(words: str, texts: int, plain: bool) -> None:
    counted = segments(words)
    assert (counted.texts, counted.plain) == (texts, plain)
