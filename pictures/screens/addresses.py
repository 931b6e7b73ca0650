"""Settings: where customers reach us, what we are connected to, and who may ask by API."""

from playwright.sync_api import FilePayload, Page

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, Screen, Who
from pictures.screens.doing import send_as_it_is

_ADMIN = Who.ADMIN


def _s(name: str, says: str, path: str) -> Screen:
    return Screen(name, says, path, _ADMIN, ALL)


def _refused(name: str, says: str, path: str) -> Screen:
    return Screen(name, says, path, _ADMIN, act=send_as_it_is)


def _no_logo(page: Page) -> None:
    svg: FilePayload = {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    page.get_by_label("Logo", exact=True).set_input_files([svg])
    send_as_it_is(page)


def _shape(page: Page) -> None:
    """What is typed is seen in the preview."""
    page.get_by_label("Shown name").fill("Hollerbusch helps")
    page.get_by_label("Greeting").fill("Good morning! Ask us about seeds, sheds and jam.")
    page.get_by_label("Colour").fill("#ffd23f")
    page.frame_locator("chat-preview iframe").get_by_text("Good morning!").wait_for()
    page.locator("#preview-title").scroll_into_view_if_needed()


SCREENS = (
    _s("addresses", "Addresses", "/settings/endpoints"),
    _s("address", "One mail address", "/settings/endpoints/{mail}"),
    _s("address-new", "Open a mail address", "/settings/endpoints/new"),
    _refused("address-new-refused", "An address without an address", "/settings/endpoints/new"),
    _s("number", "One number for texts", "/settings/numbers/{number}"),
    _s("number-new", "Open a number", "/settings/numbers/new"),
    _refused("number-new-refused", "A number without a number", "/settings/numbers/new"),
    _s("brand", "One brand", "/settings/brands/{brand}"),
    Screen(
        "brand-refused",
        "A logo that is no picture",
        "/settings/brands/{brand}",
        _ADMIN,
        (LIGHT, NARROW),
        act=_no_logo,
    ),
    _s("brand-new", "Add a brand", "/settings/brands/new"),
    _s("inbox", "One inbox", "/settings/inboxes/{inbox}"),
    _s("inbox-new", "Add an inbox", "/settings/inboxes/new"),
    _s("hours", "Hours and targets", "/settings/hours"),
    _s("brand-hours", "The hours of a brand", "/settings/brands/{brand}/hours"),
    _s("inbox-hours", "The hours of an inbox", "/settings/inboxes/{inbox}/hours"),
    _s("chat-widgets", "Chat widgets", "/settings/widgets"),
    _s("chat-widget", "One chat widget", "/settings/widgets/{widget}"),
    Screen(
        "chat-widget-shaped",
        "A chat widget, as it would be",
        "/settings/widgets/{widget}",
        _ADMIN,
        (LIGHT, DARK, NARROW, NARROWEST),
        act=_shape,
    ),
    Screen(
        "chat-widget-trial",
        "A chat widget tried on a page",
        "/settings/widgets/{widget}/trial",
        _ADMIN,
        lives=False,
    ),
    _s("chat-widget-new", "Make a chat widget", "/settings/widgets/new"),
    _refused("chat-widget-new-refused", "A widget without a name", "/settings/widgets/new"),
    _s("shops", "Shops", "/settings/shops"),
    _s("shop", "One shop", "/settings/shops/{shop}"),
    _s("shop-new", "Connect a shop", "/settings/shops/new"),
    _refused("shop-new-refused", "A shop without a domain", "/settings/shops/new"),
    _s("feeds", "Tracking", "/settings/feeds"),
    _s("feed", "One tracking feed", "/settings/feeds/{feed}"),
    _s("feed-new", "Connect tracking", "/settings/feeds/new?vendor=easypost"),
    _s("tokens", "API tokens", "/settings/tokens"),
)
