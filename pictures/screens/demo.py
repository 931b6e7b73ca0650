"""The demo shop's switch. Whoever writes comes in by doors that are shut here, which it says."""

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, TURNED, Screen, Who
from pictures.screens.doing import click

_ME = "#me > summary"
#: on a phone one sees who waits there, and no empty place
_WIDE = (LIGHT, DARK, TURNED)
SCREENS = (
    Screen("demo-resting", "The demo shop, before it lives", "/", Who.LEAD, _WIDE),
    Screen(
        "demo-resting-me",
        "Its switch, wherever one is",
        "/plays",
        Who.ADMIN,
        (*ALL, NARROWEST),
        act=click(_ME),
    ),
    Screen("demo-living", "It lives", "/", Who.LEAD, _WIDE, act=click(".nobody .demo button")),
    Screen(
        "demo-living-me",
        "It lives, wherever one is",
        "/health",
        Who.ADMIN,
        (LIGHT, NARROW, NARROWEST),
        act=click(_ME),
    ),
)
