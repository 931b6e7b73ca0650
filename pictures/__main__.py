"""`make pictures`, or `make pictures ONLY=desk,giving-ledger`: screens whose names begin so."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Error

from pictures import album
from pictures.camera import Camera, NoChromium, Picture, browsing
from pictures.screen import Screen
from pictures.screens import KEPT, PLACES
from pictures.world import world
from tests import prepared

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "pictures"


def main(only: Sequence[str]) -> int:
    """Exit status: 0 when every picture could be taken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not only:
        for old in FOLDER.glob("*.png"):
            old.unlink()
    try:
        with browsing() as browser, world() as demo, world(empty=True) as empty:
            camera = Camera(browser, {False: demo, True: empty}, FOLDER)
            taken, failed = _take(camera, only)
    except NoChromium:
        return _say("There is no chromium: tests/browser/chromium.sh installs it.")
    finally:
        prepared.forget()
    album.write({place: _known(place, taken) for place in PLACES}, to=FOLDER / "index.html")
    for one in (one for pictures in taken.values() for one in pictures):
        if one.sideways:
            _say(f"{one.file.name} scrolls sideways")
        if one.sight is one.screen.sights[0] and (kept := KEPT.get(one.screen.name)):
            shutil.copyfile(one.file, ROOT / kept)
    _say(f"{sum(map(len, taken.values()))} pictures: {FOLDER / 'index.html'}")
    return 1 if failed else 0


def _known(place: str, taken: dict[str, list[Picture]]) -> list[Picture]:
    """What was taken now, and what is there from before."""
    fresh = {one.file: one for one in taken[place]}
    every = (
        Picture(screen, sight, FOLDER / f"{screen.name}-{sight.name}.png", sideways=False)
        for screen in PLACES[place]
        for sight in screen.sights
    )
    return [fresh.get(one.file, one) for one in every if one.file.exists()]


def _take(camera: Camera, only: Sequence[str]) -> tuple[dict[str, list[Picture]], list[str]]:
    taken: dict[str, list[Picture]] = {}
    failed: list[str] = []
    for place, screens in PLACES.items():
        taken[place] = []
        for screen in screens:
            if not only or screen.name.startswith(tuple(only)):
                taken[place] += _each_sight(camera, screen, failed)
    return taken, failed


def _each_sight(camera: Camera, screen: Screen, failed: list[str]) -> list[Picture]:
    taken: list[Picture] = []
    for small in (False, True):
        if sights := [sight for sight in screen.sights if sight.is_small is small]:
            try:
                taken += camera.take(screen, sights)
            except Error as error:
                failed.append(screen.name)
                _say(f"{screen.name} could not be taken: {str(error).splitlines()[0]}")
    return taken


def _say(words: str) -> int:
    print(words, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main([name for said in sys.argv[1:] for name in said.split(",") if name]))
