from collections.abc import Iterator
from typing import Any

import pytest

from lifelong.accounts.actions.hiring import change_teams
from lifelong.accounts.actions.teaming import form_team
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions import staffing
from lifelong.channels.actions.staffing import set_inboxes, staff
from lifelong.channels.tests.building import inbox
from lifelong.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Any]]:
    """Whose streams were ended."""
    heard: set[Any] = set()
    monkeypatch.setattr(staffing, "end_streams", heard.add)
    yield heard


def test_only_those_whose_inboxes_changed_lose_their_streams(ended: set[Any]) -> None:
    stays, leaves, comes, by_team = agent(), agent(), agent(), agent()
    team = form_team(name="Night")
    change_teams(by_team, teams=[team], by=None)
    returns = inbox(stays, leaves)
    staff(returns, members=[stays, comes], teams=[team], by=None)
    assert ended == {leaves.id, comes.id, by_team.id}
    assert Event.objects.filter(name="InboxStaffed").count() == 1


def test_saving_the_same_staff_changes_nothing(ended: set[Any]) -> None:
    ana = agent()
    returns = inbox(ana)
    staff(returns, members=[ana], teams=[], by=None)
    set_inboxes(ana, inboxes=[returns], by=None)
    assert not ended and not Event.objects.filter(name="InboxStaffed").exists()


def test_a_hero_gets_and_leaves_inboxes(ended: set[Any]) -> None:
    ana, other = agent(), agent()
    old, new = inbox(ana, other), inbox()
    set_inboxes(ana, inboxes=[new], by=None)
    assert list(old.members.all()) == [other] and list(new.members.all()) == [ana]
    assert ended == {ana.id}
