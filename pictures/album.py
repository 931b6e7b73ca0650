"""One page that shows all pictures, by place and screen."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from pictures.camera import Picture

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Lifelong in pictures</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 14px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 24px; max-width: 1600px;
  color: #1c1c1a; background: #fafaf8; }}
nav {{ display: flex; flex-wrap: wrap; gap: 4px 16px; }}
h2 {{ margin: 48px 0 0; font-size: 20px; }} h3 {{ margin: 24px 0 8px; font-size: 16px; }}
.row {{ display: flex; gap: 16px; overflow-x: auto; align-items: flex-start; }}
figure {{ margin: 0; flex: none; }} figcaption {{ color: #5c5c57; }}
img {{ display: block; height: 420px; width: auto; max-width: 760px; object-fit: cover;
  object-position: top left; border: 1px solid #d8d8d2; border-radius: 6px; background: #fff; }}
.sideways {{ color: #b3261e; font-weight: 600; }}
</style></head><body>
<h1>Lifelong in pictures</h1>
<p>{count} pictures of {screens} screens and states. A click shows one in full.</p>
<nav>{links}</nav>
{places}
</body></html>
"""


def write(pictures: Mapping[str, Sequence[Picture]], *, to: Path) -> None:
    """`pictures`: by place, those of one screen one after the other, in the folder of `to`."""
    every = [one for taken in pictures.values() for one in taken]
    to.write_text(
        _PAGE.format(
            count=len(every),
            screens=len({one.screen.name for one in every}),
            links=" ".join(f'<a href="#{_mark(place)}">{escape(place)}</a>' for place in pictures),
            places="\n".join(_place(place, taken) for place, taken in pictures.items() if taken),
        ),
        encoding="utf-8",
    )


def _place(place: str, taken: Sequence[Picture]) -> str:
    rows = "\n".join(
        f'<h3>{escape(screen.says)}</h3><div class="row">{"".join(map(_figure, of_it))}</div>'
        for screen, of_it in groupby(taken, key=lambda one: one.screen)
    )
    return f'<section><h2 id="{_mark(place)}">{escape(place)}</h2>\n{rows}</section>'


def _figure(one: Picture) -> str:
    trouble = ' <span class="sideways">scrolls sideways</span>' if one.sideways else ""
    words = escape(f"{one.screen.says}: {one.sight.says}")
    return (
        f'<figure><a href="{one.file.name}"><img src="{one.file.name}" loading="lazy" '
        f'alt="{words}"></a><figcaption>{escape(one.sight.says)}{trouble}</figcaption></figure>'
    )


def _mark(place: str) -> str:
    return "-".join("".join(one if one.isalnum() else " " for one in place.lower()).split())
