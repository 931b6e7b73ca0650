"""Text can be read on every ground it stands on, in both themes."""

import re
from pathlib import Path

import pytest

from lifelong.channels.models import PLAIN
from lifelong.lib.colours import contrast, readable_on

TOKENS = (Path(__file__).parents[1] / "static/look/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS)}
GROUNDS = ["ground", "surface", "raised", "ours", "note", "chosen"]
TEXTS = ["text", "soft", "accent", "amber", "red", "green"]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_readable(text: str, ground: str, theme: int) -> None:
    assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_buttons_and_refusals_are_readable(theme: int) -> None:
    assert contrast(COLOURS["on-accent"][theme], COLOURS["accent"][theme]) >= 4.5
    assert contrast(COLOURS["red"][theme], COLOURS["red-ground"][theme]) >= 4.5
    assert contrast(COLOURS["soft"][theme], COLOURS["sunken"][theme]) >= 4.5


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#777777", "#e8500a", PLAIN])
def test_what_stands_on_a_brands_colour_is_readable(ground: str) -> None:
    assert contrast(readable_on(ground), ground) >= 4.5


def test_a_brand_without_a_colour_has_the_screens() -> None:
    assert COLOURS["accent"][0] == PLAIN
