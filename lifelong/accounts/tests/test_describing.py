import pytest

from lifelong.accounts.actions.describing import Misdescribed, introduce, set_terms
from lifelong.accounts.actions.hiring import AddressTaken, change_teams
from lifelong.accounts.actions.teaming import NameTaken, TeamInUse, dissolve_team, form_team
from lifelong.accounts.models import Agent
from lifelong.accounts.tests.building import agent

pytestmark = pytest.mark.django_db


def test_a_hero_says_who_they_are() -> None:
    ana = agent()
    introduce(ana, name=" Ana Ruiz ", zone="Europe/Madrid", language="en")
    again = Agent.objects.get(pk=ana.pk)
    assert (again.name, again.zone, again.language) == ("Ana Ruiz", "Europe/Madrid", "en")


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"zone": "Mars/Olympus"}, {"language": "tlh"}], ids=str
)
def test_what_cannot_be_is_said_in_a_sentence(wrong: dict[str, str]) -> None:
    with pytest.raises(Misdescribed):
        introduce(agent(), **{"name": "Ana", "zone": "UTC", "language": "en", **wrong})


def test_an_address_stays_with_one_hero_whatever_its_case() -> None:
    other = agent()
    with pytest.raises(AddressTaken):
        set_terms(agent(), email=other.email.upper(), capacity=5, slots=3, ends_on=None, by=None)


def _set_terms(*, capacity: int = 5, slots: int = 3) -> None:
    address = "ana@shop.example"
    set_terms(agent(), email=address, capacity=capacity, slots=slots, ends_on=None, by=None)


@pytest.mark.parametrize("capacity", [-1, 201])
def test_nobody_holds_more_than_a_person_can(capacity: int) -> None:
    with pytest.raises(Misdescribed):
        _set_terms(capacity=capacity)


@pytest.mark.parametrize("slots", [-1, 21])
def test_nobody_speaks_with_more_at_once_than_a_person_can(slots: int) -> None:
    with pytest.raises(Misdescribed):
        _set_terms(slots=slots)


def test_a_team_with_people_in_it_is_not_dissolved() -> None:
    team, ana = form_team(name="Returns"), agent()
    change_teams(ana, teams=[team], by=None)
    with pytest.raises(TeamInUse):
        dissolve_team(team)
    change_teams(ana, teams=[], by=None)
    dissolve_team(team)
    form_team(name="returns")
    with pytest.raises(NameTaken):
        form_team(name="Returns")
