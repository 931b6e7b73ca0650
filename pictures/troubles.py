"""Run inside the demo shop: what goes wrong in any shop now and then."""

import json
from datetime import datetime, timedelta

from django.db import connection

from lifelong.channels.actions.refusing import note_refusal
from lifelong.channels.models import Connection, Endpoint
from lifelong.connectors.jobs import fetch
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.models import Contact, Entry
from lifelong.lib import clock, ids
from lifelong.running.models import Heartbeat

MINUTE = timedelta(minutes=1)
_LATER = "421 4.7.0 Try again later, too many connections from your network"
_WORDS = (
    "550 5.1.1 No such person at this address. See https://mail.example/help?answer=6596",
    "552 5.2.2 The mailbox is full",
)


def befall() -> None:
    """Answers that did not reach their customers, and a request that was no vendor's."""
    now = clock.now()
    support = Endpoint.objects.filter(channel="email").order_by("address").last()
    past = Contact.objects.filter(endpoint=support, channel="email", closed_at__isnull=False)
    first, *others = past.order_by("-closed_at")[: 1 + len(_WORDS)]
    for place, contact in enumerate(others):
        _lose(contact, _WORDS[place], at=now - (9 - 2 * place) * MINUTE)
    _stall(first, at=now - 40 * MINUTE)
    with clock.stopped_at(now - timedelta(days=2)):
        note_refusal(Connection.objects.get(connector="shopify"), why="Its signature is wrong.")
    _give_up_a_job()


def _give_up_a_job() -> None:
    """One that finds nothing to do when it runs again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES"
            " ('default', %s, %s, 'failed')",
            [fetch.name, json.dumps({"file_id": str(ids.new_id())})],
        )


def be_heard() -> None:
    """The pictures' installation takes no mail in, which is no trouble."""
    Heartbeat.objects.create(process="smtp", at=clock.now() + timedelta(days=1))


def _lose(contact: Contact, words: str, *, at: datetime) -> None:
    said = _answer(contact, at=at - MINUTE)
    with clock.stopped_at(at):
        assert begin_try(said.id)
        failed_once(said.id, words=words, permanent=True)


def _stall(contact: Contact, *, at: datetime) -> None:
    """It is tried again and again; the next time in an hour, when nobody takes pictures."""
    said = _answer(contact, at=at - MINUTE)
    for pause in (0, 2, 5, 11, 27):
        with clock.stopped_at(at + pause * MINUTE):
            assert begin_try(said.id)
            failed_once(said.id, words=_LATER, permanent=False, pause=timedelta(hours=pause // 27))


def _answer(contact: Contact, *, at: datetime) -> Entry:
    with clock.stopped_at(at):
        return reply(
            contact, text="It is on its way.", by=contact.first_reply_by, seen_position=None
        )
