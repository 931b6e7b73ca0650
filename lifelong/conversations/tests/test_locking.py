import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.conversations.actions.changing import changing
from lifelong.conversations.tests.building import receive_one
from lifelong.lib.transactions import transaction

pytestmark = pytest.mark.django_db


def test_who_changes_a_conversation_waits_for_the_disk_whoever_began() -> None:
    """A revision that a screen has seen may not be given out anew after the server died."""
    conversation = receive_one().conversation
    with (
        CaptureQueriesContext(connection) as asked,
        transaction(lasting=False),
        changing(conversation.id) as change,
    ):
        change.note_event("noted")
    assert not [one for one in asked if "synchronous_commit" in one["sql"]]
