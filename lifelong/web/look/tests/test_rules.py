"""What rules of style may ask for."""

import re
from pathlib import Path

WEB = Path(__file__).parents[2]
#: of what holds most of a screen
_ASKED_OF_MUCH = re.compile(
    r"(?:\bbody|\.desk|\.both|\.talk|\.content)(?:\.[\w-]+)*:(?:not\()?(?:is\()?:?has\("
)


def test_nothing_is_asked_of_most_of_the_main_screen_whenever_anything_in_it_changes() -> None:
    """A :has() there is answered anew at each change, and all within takes its style anew."""
    sheets = [*WEB.glob("look/static/look/*.css"), WEB / "console/static/console/work.css"]
    assert len(sheets) > 5
    asked = [found for one in sheets for found in _ASKED_OF_MUCH.findall(one.read_text())]
    assert asked == []
