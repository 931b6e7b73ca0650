"""Lists, and what is done to many of them."""

from playwright.sync_api import Page

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, Screen, Who
from pictures.screens.doing import after, click, press

_CHOOSE = click(".pick:nth-child(1) [name=id]", ".pick:nth-child(3) [name=id]")
_SIGHTS = (LIGHT, DARK, NARROW)


def _written(page: Page) -> None:
    page.locator("#act-text").fill(
        "Hello {{customer.first_name}},\n\nyour order {{order.number}} is on its way.\n\n"
        "{{hero.name}}"
    )


def _look(page: Page) -> None:
    page.locator(".acts form:visible [type=submit]").first.click()
    page.wait_for_selector("#content .tally")


def _closed(page: Page) -> None:
    page.locator("#act-resolution").select_option("spam")
    _look(page)
    page.locator("#begin").click()
    page.wait_for_selector("#undo", timeout=30_000)


_FORGET = """() => {
  const shown = document.querySelector("[name=shown]");
  shown.value = shown.value.split(" ").slice(2).join(" ");
  document.querySelector("#newcomers live-region").ask();
}"""


def _come(page: Page) -> None:
    """As if the first two had come since it was opened."""
    page.evaluate(_FORGET)
    # it looks no more often than every 15 seconds
    page.wait_for_selector("#newcomers p", timeout=30_000)


SCREENS = (
    Screen("lists", "Everybody who waits, as a list", "/lists", Who.LEAD, (*ALL, NARROWEST)),
    Screen(
        "lists-asked",
        "A list that asks for more",
        "/lists?status=pending&quiet=1",
        Who.LEAD,
        _SIGHTS,
    ),
    Screen("lists-none", "A list with nobody in it", "/lists?status=open&hours=5000", Who.HERO),
    Screen("list-kept", "A list that is kept", "/lists/{list}", Who.LEAD),
    Screen("lists-chosen", "Some are chosen", "/lists", Who.LEAD, (*_SIGHTS, NARROWEST), _CHOOSE),
    Screen(
        "lists-newcomers",
        "More people fit a list that is open",
        "/lists",
        Who.LEAD,
        (LIGHT, DARK, NARROWEST),
        _come,
    ),
    Screen(
        "lists-reply",
        "A reply to many, being written",
        "/lists",
        Who.LEAD,
        _SIGHTS,
        after(_CHOOSE, press("r"), _written),
    ),
    Screen(
        "bulk-foreseen",
        "What a reply to many would do",
        "/lists",
        Who.LEAD,
        _SIGHTS,
        after(_CHOOSE, press("r"), _written, _look),
    ),
    Screen("bulk", "What was done to many, and who was refused", "/lists/bulks/{bulk}", Who.LEAD),
)
#: it changes the world
LAST = (
    Screen(
        "bulk-closed",
        "Some were closed at once",
        "/lists",
        Who.LEAD,
        (LIGHT,),
        after(_CHOOSE, press("e"), _closed),
    ),
)
