"""Somebody is brought to a hero who has signed on, and their lead sees it. It changes who waits, so
it comes last."""

from playwright.sync_api import Page

from pictures.screen import ALL, DARK, LIGHT, NARROW, NARROWEST, Screen, Who
from pictures.screens.doing import click


def _sign_on(page: Page) -> None:
    page.evaluate(
        """async () => {
          const csrf = document.querySelector("meta[name=live]").dataset.csrf;
          await fetch("/me/shift", { method: "POST", headers: { "X-CSRFToken": csrf } });
        }"""
    )
    page.wait_for_selector("ring-card", timeout=20_000)
    page.wait_for_timeout(600)


SCREENS = (
    Screen("ringing", "Somebody rings", "/", Who.HERO, (LIGHT, DARK, NARROW), act=_sign_on),
    Screen(
        "board-at-work",
        "The live board, with heroes at work",
        "/board",
        Who.LEAD,
        (*ALL, NARROWEST),
        act=click("#heroes-off > summary"),
    ),
)
