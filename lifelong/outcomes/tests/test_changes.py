"""What changed is found however much it is, and a day that cannot be added stops nothing else."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from lifelong.conversations.tests.building import receive_one
from lifelong.lib import clock
from lifelong.outcomes import changes, jobs, keeping
from lifelong.outcomes.tests.test_reports import past
from lifelong.plays.models import Play
from lifelong.plays.tests.building import play

pytestmark = pytest.mark.django_db
#: more than a statement can be given
MANY = 70_000


@pytest.mark.proof
@pytest.mark.parametrize("name", ["ConversationMoved", "PeopleJoined"])
def test_a_day_with_more_conversations_than_a_statement_takes_is_read(name: str) -> None:
    contact = receive_one().contact
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_event (id, name, at, data, depth)"
            " SELECT gen_random_uuid(), %s, %s, jsonb_build_object('conversation_id',"
            " CASE WHEN n = 0 THEN %s ELSE gen_random_uuid() END), 0"
            " FROM generate_series(0, %s) AS n",
            [name, clock.now(), contact.conversation_id, MANY],
        )
    found = changes.changed(clock.now() - timedelta(hours=1))
    assert contact.id in found["contact_id"]


def test_plays_are_looked_at_by_what_is_known_when_a_day_cannot_be_added(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FACTS_ROOT = tmp_path
    bad = play(holdout=20)
    history = past(bad, lift=-0.15)
    history.open(tmp_path)
    keeping.note_seen(tmp_path, history.seen_until)

    def breaks() -> bool:
        raise OSError("the disk is full")

    monkeypatch.setattr(keeping, "refresh", breaks)
    with pytest.raises(OSError, match="disk is full"):
        jobs.add_up.run()
    assert not Play.objects.get().is_on
