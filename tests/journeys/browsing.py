"""Somebody's browser, signed in as people do: by its own session, password and all."""

from typing import Any

from django.core.cache import cache
from django.test import Client

from lifelong.lib import rates

PASSWORD = "corner-shop-42-lanterns"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


def forget_knocks() -> None:
    """What this process has counted."""
    rates._counts.clear()
    cache.clear()


def at_the_door(email: str, *, agent: str = FIREFOX, password: str = PASSWORD) -> Client:
    """Password said; whatever is asked next is not answered yet."""
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/me").status_code == 200


def signed_in(email: str, *, agent: str = FIREFOX, password: str = PASSWORD) -> Client:
    client = at_the_door(email, agent=agent, password=password)
    assert is_in(client)
    return client


def said(answer: Any) -> str:
    return str(answer.content.decode())
