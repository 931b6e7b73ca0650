"""What is given: at a conversation, and on pages of its own."""

from playwright.sync_api import Page

from pictures.screen import ALL, LIGHT, NARROW, Screen, Who
from pictures.screens.doing import Act, press

_HANNAH = "/people/{hannah}"


def _wish(kind: str, amount: str) -> Act:
    def act(page: Page) -> None:
        press("v")(page)
        panel = page.locator("#giving")
        panel.get_by_label("Give", exact=True).select_option(kind)
        panel.get_by_label("Because").select_option("goodwill")
        panel.get_by_role("textbox", name="How much").fill(amount)
        page.wait_for_timeout(900)

    return act


SCREENS = (
    Screen("giving-panel", "What I may give", _HANNAH, Who.HERO, ALL, act=press("v")),
    Screen(
        "giving-within",
        "A gift within one's authority",
        _HANNAH,
        Who.HERO,
        act=_wish("credit", "5"),
    ),
    Screen(
        "giving-beyond",
        "A gift for which one has to ask",
        _HANNAH,
        Who.HERO,
        (LIGHT, NARROW),
        act=_wish("credit", "80"),
    ),
    Screen(
        "giving-refused",
        "A gift that nobody may give",
        _HANNAH,
        Who.HERO,
        act=_wish("credit", "9000"),
    ),
    Screen("giving-approvals", "What waits for a yes", "/giving/approvals", Who.LEAD, ALL),
    Screen("giving-policy", "What is due by our policy", "/giving/policy", Who.LEAD, ALL),
    Screen("giving-ledger", "The ledger of what was given", "/giving/ledger", Who.LEAD, ALL),
    Screen("mass-incidents", "Trouble that many have", "/mass-incidents", Who.LEAD, ALL),
    Screen(
        "mass-incident",
        "One mass incident, before it is decided",
        "/mass-incidents/{mass}",
        Who.LEAD,
        ALL,
    ),
)
