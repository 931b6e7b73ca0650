"""One's own page and menu, and the board of a lead."""

from playwright.sync_api import Page

from pictures.screen import ALL, LIGHT, NARROW, NARROWEST, Screen, Who
from pictures.screens.doing import click, press


def _nameless(page: Page) -> None:
    page.locator("#content [name=name]").fill("")
    click("#content form [type=submit]")(page)


_CUES = """() => {
  const cue = (id, letter, name, words) =>
    `<a id="cue-${id}" class="cue" href="/people/${id}" data-conversation="${id}">
      <span class="avatar hue-${id}" aria-hidden="true">${letter}</span>
      <span class="name clip" dir="auto">${name}</span><span class="words">${words}</span></a>`;
  document.querySelector("cue-list").innerHTML =
    cue(1, "H", "Hannah Holm", "Has written to you.") +
    cue(2, "م", "محمد بن عبد الرحمن", "Dana Reyes named you in a note.");
}"""


def _wanted(page: Page) -> None:
    """Two who want them, while they look at something else."""
    # by then it is known what stood there when the page was opened
    page.wait_for_timeout(2500)
    page.evaluate(_CUES)
    page.wait_for_selector(".cue-card")
    page.wait_for_timeout(400)


SCREENS = (
    Screen("me", "One's own page", "/me", Who.HERO, ALL),
    Screen(
        "me-menu", "Sign on, break, sign off", "/", Who.HERO, (LIGHT, NARROW), act=press("g", "m")
    ),
    Screen(
        "me-wanted",
        "Who wants me while I look elsewhere",
        "/me",
        Who.HERO,
        (*ALL, NARROWEST),
        act=_wanted,
    ),
    Screen("board", "The live board, with nobody at work", "/board", Who.LEAD, ALL),
    Screen("me-refused", "One's own page, without a name", "/me", Who.HERO, act=_nameless),
)
