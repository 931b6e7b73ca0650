"""Every screen that is pictured: a table for each place, a row for each screen or state of it."""

from pictures.screen import Screen
from pictures.screens import (
    addresses,
    demo,
    desk,
    empty,
    giving,
    health,
    intake,
    lists,
    outside,
    people,
    plays,
    ringing,
    settings,
    signin,
    work,
)

#: places in the order in which they are pictured; what changes the world comes last
PLACES: dict[str, tuple[Screen, ...]] = {
    "The desk": desk.SCREENS,
    "My work": work.SCREENS,
    "Lists": lists.SCREENS,
    "People at work": people.SCREENS,
    "What is given": giving.SCREENS,
    "What works": plays.SCREENS,
    "What came in and was not let in": intake.SCREENS,
    "Whether everything gets through": health.SCREENS,
    "Settings: people, texts and rules": settings.SCREENS,
    "Settings: addresses, shops and keys": addresses.SCREENS,
    "Signing in": signin.SCREENS,
    "The customer's side": outside.SCREENS,
    "An installation without the demo": empty.SCREENS,
    "Everything gets through": health.WELL,
    "Somebody rings": ringing.SCREENS,
    "Many are closed at once": lists.LAST,
    "The demo shop lives": demo.SCREENS,
}
SCREENS: tuple[Screen, ...] = tuple(screen for screens in PLACES.values() for screen in screens)
#: pictures that README shows: which of them is kept where
KEPT = {"desk-person": "docs/pictures/desk.png"}
#: pages that have no picture, and why
WITHOUT = {
    "/entries/<uuid:entry_id>/html": "A mail as its sender wrote it: theirs, in a frame",
}
