"""Colours that brands choose: what can be read on them."""

import re

_HEX = re.compile(r"#[0-9a-f]{6}")


def is_colour(said: str) -> bool:
    return bool(_HEX.fullmatch(said))


def readable_on(ground: str) -> str:
    """Black or white, whichever stands out more from `ground` ("#rrggbb"); at least 4.5:1."""
    return "#ffffff" if contrast("#ffffff", ground) >= contrast("#000000", ground) else "#000000"


def contrast(one: str, other: str) -> float:
    """By WCAG 2: from 1 to 21."""
    bright, dark = sorted([_luminance(one), _luminance(other)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
