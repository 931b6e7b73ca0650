"""Texts to phones: how many words make, and what one may carry.

GSM 03.38: 160 letters of its alphabet in one text, 153 in each of a chain; some letters count
twice and are never torn. With any other letter all count as UTF-16: 70, or 67 in a chain, and
an emoji is never torn. `text-count.js` counts the same way while one types.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"

GSM = (160, 153)
UCS = (70, 67)

#: characters, files and bytes of files of one message: providers refuse more
LONGEST = 1600
MOST_FILES = 10
MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class Segments:
    #: texts that are sent and paid for
    texts: int
    #: whether the phone network's own alphabet is enough
    plain: bool


def segments(words: str) -> Segments:
    plain = all(letter in _WEIGHTS for letter in words)
    alone, chained = GSM if plain else UCS
    weights = [_WEIGHTS[one] for one in words] if plain else [1 + (one > "\uffff") for one in words]
    if sum(weights) <= alone:
        return Segments(1 if words else 0, plain)
    return Segments(_filled(weights, chained), plain)


_WEIGHTS = dict.fromkeys(BASIC, 1) | dict.fromkeys(EXTENDED, 2)


def _filled(weights: Iterable[int], room: int) -> int:
    """Texts of `room` that these fill, none of them torn."""
    texts, left = 0, 0
    for weight in weights:
        if weight > left:
            texts, left = texts + 1, room
        left -= weight
    return texts
