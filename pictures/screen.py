"""What a picture is of: a screen in one of its states, in some sight."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from playwright.sync_api import Page


@dataclass(frozen=True)
class Sight:
    name: str
    says: str
    width: int = 1280
    height: int = 800
    dark: bool = False
    #: no language that our texts are there in reads so: the page is turned round
    way: str = "ltr"

    @property
    def is_small(self) -> bool:
        """A phone, which is touched."""
        return self.width < 500


LIGHT = Sight("light", "Light")
DARK = Sight("dark", "Dark", dark=True)
NARROW = Sight("narrow", "390 px wide", width=390, height=844)
NARROWEST = Sight("narrowest", "320 px wide", width=320, height=640)
TURNED = Sight("turned", "Right to left", way="rtl")
WIDE = Sight("wide", "1440 px wide", width=1440, height=900)
ALL = (LIGHT, DARK, NARROW, TURNED)


class Who(StrEnum):
    """Whose screen it is: the name before the @ of those who work at the demo shop."""

    HERO = "carla"
    LEAD = "ruth"
    ADMIN = "sven"
    NOBODY = ""


def _nothing(page: Page) -> None:
    pass


@dataclass(frozen=True)
class Screen:
    #: of the picture's file
    name: str
    #: what the picture shows
    says: str
    #: with what `places.places()` names in braces
    path: str
    who: Who
    sights: tuple[Sight, ...] = (LIGHT,)
    #: what is done on the page before it is pictured
    act: Callable[[Page], None] = _nothing
    #: what is done before the page is opened
    before: Callable[[Page], None] = _nothing
    #: an installation without the demo
    empty: bool = False
    #: a page of the console, which is pictured once it hears the stream
    lives: bool = True
