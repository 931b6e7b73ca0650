"""What tests of the health page share: a look at it, and messages that do not arrive."""

from typing import Any

from django.db import connection

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Endpoint
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.models import Entry, Sending
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.lib import clock
from lifelong.web.console.health.ports import PartSeen
from lifelong.web.console.tests.knocking import Knocking

PARTS = ("worker", "intake", "smtp", "stream")


def all_alive() -> list[PartSeen]:
    return [PartSeen(name, is_alive=True, heard_at=clock.now()) for name in PARTS]


def seen(someone: Knocking, path: str = "/health/now") -> str:
    return " ".join(someone.see(path).split())


def answer(page: str) -> str:
    """The first sentence."""
    begun = page.index('<p class="answer">')
    return page[begun : page.index("</p>", begun)]


def sent(to: str, at: Endpoint, **what: Any) -> Entry:
    """An answer of ours whose first try has begun."""
    came = receive_one(incoming(sender=f"{to}@example.com"), at=at)
    said = reply(came.contact, text="Secret words.", by=agent(), seen_position=None)
    Sending.objects.filter(pk=said.pk).update(next_try_at=clock.now(), **what)
    assert begin_try(said.id)
    return said


def lost(to: str, at: Endpoint, words: str = "550 no such person") -> Entry:
    said = sent(to, at)
    failed_once(said.id, words=words, permanent=True)
    return said


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
