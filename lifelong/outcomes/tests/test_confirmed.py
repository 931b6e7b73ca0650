"""What the customer said of a closing is kept for the numbers, whatever became of it later."""

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.conversations.actions.closing import close, reopen_contact
from lifelong.conversations.actions.confirming import confirm
from lifelong.conversations.tests.building import receive_one, topic
from lifelong.outcomes.histories import histories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    # a closing of which they said nothing and that we took back is none
    [(True, None, True), (True, False, True), (None, True, True), (False, True, False)],
)
def test_the_word_on_the_first_closing_counts(
    first: bool | None, second: bool | None, counts: bool
) -> None:
    contact, hero = receive_one().contact, agent()
    for said in (first, second):
        close(contact, topic=topic(), by=hero, reason="by phone")
        if said is not None:
            confirm(contact, settled=said)
        if said is not False:
            reopen_contact(contact, by=hero)
    assert histories([contact])[contact.id].confirmed is counts
