"""What is done on a page before it is pictured."""

from collections.abc import Callable

from playwright.sync_api import Page, Route

Act = Callable[[Page], None]
#: milliseconds: what is asked for by itself after a click has come by then
_SOON = 400


def press(*keys: str) -> Act:
    """One key after the other, as somebody who types nothing."""

    def act(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(_SOON)

    return act


def click(*selectors: str) -> Act:
    def act(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()
            page.wait_for_timeout(_SOON)

    return act


def send_as_it_is(page: Page) -> None:
    """The form of the page, empty: what is missing is said."""
    page.locator("#content form [type=submit]").last.click()
    page.wait_for_selector("#content [aria-invalid=true], #content .refusal, #content .errorlist")


def write(words: str) -> Act:
    def act(page: Page) -> None:
        page.locator("#composer textarea").fill(words)
        page.wait_for_timeout(2 * _SOON)

    return act


def search_for(words: str) -> Act:
    """On a small screen the talk hides the rail, and with it the key."""

    def act(page: Page) -> None:
        page.locator("[data-open-search]").dispatch_event("click")
        page.locator("search-sheet input").fill(words)
        page.wait_for_timeout(3 * _SOON)

    return act


def find(words: str) -> Act:
    """In the conversation that is open."""

    def act(page: Page) -> None:
        page.locator("[data-finder]").click()
        page.locator("time-finder [name=q]").fill(words)
        page.wait_for_timeout(3 * _SOON)

    return act


def split_last(page: Page) -> None:
    """The last message of theirs, asked whether another matter begins there."""
    message = page.locator("[data-kind=message_in]").last
    message.hover()
    message.locator(".split > summary").click()
    page.wait_for_timeout(2 * _SOON)


def after(*acts: Act) -> Act:
    """One after the other."""

    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def cut_off(pattern: str) -> Act:
    """What matches is never answered: the line is down."""

    def act(page: Page) -> None:
        page.route(pattern, lambda route: route.abort())

    return act


def slow(pattern: str) -> Act:
    """What matches is not answered while the page is pictured."""

    def wait(route: Route) -> None:
        pass

    def act(page: Page) -> None:
        page.route(pattern, wait)

    return act
