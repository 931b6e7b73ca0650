"""Every message of the shared mail goes through the real SMTP door of a running instance."""

import json
import smtplib
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.instance import ADDRESS, Instance, free_port, running, wait_until
from tests.real_world.corpus import messages

CORPUS = messages()
pytestmark = pytest.mark.skipif(not CORPUS, reason="the shared mail is not beside the project")


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    parts = ("web", "smtp", "intake", "worker")
    with running(smtp_port=free_port(), port=free_port(), parts=parts) as started:
        wait_until(lambda: _smtp_answers(started), within=60)
        yield started


def _smtp_answers(instance: Instance) -> bool:
    try:
        smtplib.SMTP("127.0.0.1", instance.smtp_port, timeout=5).close()
    except OSError:
        return False
    return True


class Api:
    """The instance's API under a token made at the command line."""

    def __init__(self, instance: Instance) -> None:
        self._base = f"http://127.0.0.1:{instance.port}/api/v1"
        self._key = instance.says("token", "create", "--role", "admin")[-1]

    def get(self, path: str) -> Any:
        request = urllib.request.Request(
            f"{self._base}{path}", headers={"Authorization": f"Bearer {self._key}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@pytest.mark.timeout(240)
def test_every_message_is_stored_or_says_why_not_and_no_process_dies(instance: Instance) -> None:
    api = Api(instance)
    before = api.get("/deliveries/summary")
    assert before["mail_address"] == ADDRESS
    with smtplib.SMTP("127.0.0.1", instance.smtp_port, timeout=60) as door:
        for _name, raw in CORPUS:
            door.sendmail("somebody@example.org", [ADDRESS], raw)

    wait_until(lambda: api.get("/deliveries/summary")["unprocessed"] == 0, within=120)
    counts = api.get("/deliveries/summary")
    settled = ("stored", "duplicates", "parked", "quarantined")
    assert counts["received"] == len(CORPUS)
    assert sum(counts[state] for state in settled) == len(CORPUS)
    assert counts["stored"] > 0.8 * len(CORPUS)
    assert instance.died() == []

    unsaid = instance.count(
        "SELECT count(*) FROM channels_delivery"
        " WHERE state IN ('parked', 'quarantined') AND reason = ''"
    )
    assert unsaid == 0
    broken = instance.ask(
        "SELECT reason FROM channels_delivery WHERE state = 'parked'"
        " AND reason LIKE 'It could not be stored%'"
    )
    assert broken == []
    stored = instance.count("SELECT count(*) FROM conversations_identity") - counts["quarantined"]
    in_timeline = instance.count("SELECT count(*) FROM conversations_message")
    assert in_timeline <= stored <= counts["stored"] + counts["parked"]
    assert (
        instance.count("SELECT count(DISTINCT delivery_id) FROM conversations_message")
        == in_timeline
    )


def test_all_that_follows_from_every_message_is_done(instance: Instance) -> None:
    wait_until(
        lambda: (
            instance.count(
                "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
                " AND scheduled_at IS NULL"
            )
            == 0
        ),
        within=120,
    )
    received = instance.count("SELECT count(*) FROM events_event WHERE name = 'MessageReceived'")
    triaged = instance.count("SELECT count(*) FROM events_event WHERE name = 'MessageTriaged'")
    assert received == triaged > 0
    failed = instance.ask("SELECT task_name FROM procrastinate_jobs WHERE status = 'failed'")
    assert failed == []
