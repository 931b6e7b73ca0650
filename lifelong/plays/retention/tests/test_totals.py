"""What retention has done, as whoever looks at plays sees it."""

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.policy import caller_for
from lifelong.accounts.tests.building import agent
from lifelong.concessions.tests.building import bought, holder, level
from lifelong.plays.retention.queries import Figures, totals
from lifelong.plays.retention.tests.test_deals import accepted, settled, ten_percent, their_matter

pytestmark = pytest.mark.django_db


def test_what_was_kept_is_seen_by_leads_of_the_brand() -> None:
    lamp, hero = bought(), holder(level(1, 2000))
    contact = their_matter(lamp, "Please cancel my order")
    settled(accepted(ten_percent(), contact, lamp, hero))
    theirs, others = agent(Role.LEAD), agent(Role.LEAD)
    contact.conversation.inbox.members.add(theirs)
    assert totals(visible_to=caller_for(theirs)) == Figures(1, 1, 0, 1, 1)
    assert totals(visible_to=caller_for(others)) == Figures()
