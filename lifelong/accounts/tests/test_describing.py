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
        set_terms(agent(), email=other.email.upper(), capacity=5, ends_on=None, by=None)


@pytest.mark.parametrize("capacity", [-1, 201])
def test_nobody_holds_more_than_a_person_can(capacity: int) -> None:
    with pytest.raises(Misdescribed):
        set_terms(agent(), email="ana@shop.example", capacity=capacity, ends_on=None, by=None)


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
