import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2

from tests.architecture.tree import PACKAGE, tracked

#: what our own Content-Security-Policy would stop: better said here than on the screen
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=\s*[\"']"
    r"|href\s*=\s*[\"']javascript:|\shx-on",
    re.IGNORECASE,
)


def templates() -> list[Path]:
    return [file for file in tracked() if "jinja2" in file.relative_to(PACKAGE.parent).parts]


def test_every_template_compiles() -> None:
    found = templates()
    assert found
    engine = engines.all()[0]
    assert isinstance(engine, Jinja2)
    for file in found:
        engine.env.compile(file.read_text(), filename=str(file))


def test_no_template_has_script_style_or_handlers_in_line() -> None:
    inline = [
        f"{file.relative_to(PACKAGE)}: {found[0]}"
        for file in templates()
        for found in INLINE.finditer(file.read_text())
    ]
    assert inline == []


@pytest.mark.parametrize(
    "source",
    ["<script>x</script>", "<style>", '<p onclick="x">', "<p style='x'>", '<a href="javascript:x">',
     "<p hx-on:click=x>"],
)  # fmt: skip
def test_what_stands_in_line_is_recognised(source: str) -> None:
    assert INLINE.search(source)


@pytest.mark.parametrize(
    "source", ['<script type="module" src="/x.js"></script>', '<p class="on">']
)
def test_what_does_not_is_let_pass(source: str) -> None:
    assert not INLINE.search(source)
