import pytest

from lifelong.conversations.standing import Status
from lifelong.conversations.tests.building import receive_one

pytestmark = pytest.mark.django_db


def test_a_first_message_begins_a_contact_that_waits() -> None:
    came = receive_one("Where is my parcel?")
    assert came.entry.text == "Where is my parcel?"
    assert came.contact.waiting_since == came.entry.placed_at
    assert came.conversation.status == Status.NEW
