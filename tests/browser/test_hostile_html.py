"""Must-hold 12: hostile content is harmless. Cleaning and the frame's walls hold alone, too."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lifelong.lib.html import clean, document
from tests.browser.tripwire import ShopWindow, shop_window

pytestmark = pytest.mark.browser

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "sanitizer"
AT_ONCE = 125


def payloads() -> list[str]:
    """Attacks of DOMPurify's (JSON with `payload`) and bleach's tests (input, --, output)."""
    cases = json.loads((CORPUS / "dompurify" / "expect.json").read_text())
    files = sorted((CORPUS / "bleach").glob("*.test"))
    inputs = [file.read_text().partition("\n--\n")[0] for file in files]
    return [case["payload"] for case in cases] + inputs


needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason="../shared/data is not here")


@pytest.fixture(scope="module")
def window() -> Iterator[ShopWindow]:
    with shop_window() as opened:
        yield opened


def shown(payload: str) -> str:
    return document(clean(payload, images=lambda source: None))


def batches(documents: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(documents), AT_ONCE):
        yield documents[start : start + AT_ONCE]


@needs_corpus
def test_the_corpus_is_whole() -> None:
    assert len(payloads()) == 223 + 20


@needs_corpus
@pytest.mark.parametrize(
    "walls",
    [
        pytest.param(True, id="as_shown"),
        pytest.param(False, id="by_cleaning_alone", marks=pytest.mark.proof),
    ],
)
def test_no_attack_acts_or_survives(browser: Browser, window: ShopWindow, walls: bool) -> None:
    for batch in batches([shown(payload) for payload in payloads()]):
        seen = window.show(browser, batch, walls=walls)
        assert (seen.acts, seen.requests, seen.findings) == ([], [], [])


@pytest.mark.proof
@needs_corpus
def test_no_attack_runs_inside_the_walls_even_uncleaned(
    browser: Browser, window: ShopWindow
) -> None:
    for batch in batches([document(payload) for payload in payloads()]):
        seen = window.show(browser, batch)
        # the browser itself writes to the console about what it blocked
        ran = [act for act in seen.acts if "tripped" in act or not act.startswith("console:")]
        assert ran == []
        assert len(seen.findings) > AT_ONCE, "and those who look for survivors are not blind"


SPY = "http://spy.test/x"
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "svg": "<svg onload=alert(1)>",
    "frame": "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "link to the top": "<script>top.location='/elsewhere'</script>",
    "dialog": "<script>delete window.alert; window.alert(1)</script>",
    "picture": f"<img src={SPY}>",
    "background": f"<p style='background:url({SPY})'>x",
    "style sheet": f"<link rel=stylesheet href={SPY}>",
    "import": f"<style>@import '{SPY}'</style>",
    "refresh": f"<meta http-equiv=refresh content='0;url={SPY}'>",
    "prefetch": f"<link rel=prefetch href={SPY}>",
    "our own address": "<img src=/sign-out>",
    "form": "<form action=/x method=post id=f></form><script>f.submit()</script>",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_tripwire_trips(browser: Browser, window: ShopWindow, attack: str) -> None:
    unwalled = document(attack).replace("default-src", "no")
    seen = window.show(browser, [unwalled], walls=False)
    assert seen.acts or seen.requests


def test_cleaning_alone_keeps_it_still(browser: Browser, window: ShopWindow) -> None:
    seen = window.show(browser, [shown(attack) for attack in ATTACKS.values()], walls=False)
    assert (seen.acts, seen.requests, seen.findings) == ([], [], [])
