import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from lifelong.accounts.actions import hiring
from lifelong.accounts.actions.hiring import AddressTaken, LastAdmin, WeakPassword, hire
from lifelong.accounts.actions.inviting import InvitationOver, accept, invitation_for, invited
from lifelong.accounts.models import Agent, Role, Team
from lifelong.events.models import Event
from lifelong.lib import clock

PASSWORD = "corner-shop-42-lanterns"


def hero() -> Agent:
    return hire(email="Ana@Shop.example", name="Ana Ruiz", roles=[Role.HERO], by=None)


CHANGES: dict[str, Callable[[Agent], None]] = {
    "RolesChanged": lambda agent: hiring.change_roles(agent, roles=[Role.LEAD], by=None),
    "TeamsChanged": lambda agent: hiring.change_teams(
        agent, teams=[Team.objects.create(name="Returns")], by=None
    ),
    "AgentDeactivated": lambda agent: hiring.deactivate(agent, by=None),
    "AgentReactivated": lambda agent: hiring.reactivate(agent, by=None),
    "PasswordSet": lambda agent: hiring.set_password(agent, password=PASSWORD, by=None),
}


@pytest.mark.django_db
def test_facts_about_agents_name_nobody() -> None:
    agent = hero()
    for change in CHANGES.values():
        change(agent)
    told = json.dumps(list(Event.objects.values_list("data", flat=True))).lower()
    assert "ana" not in told and PASSWORD not in told


@pytest.mark.django_db
def test_an_address_is_given_to_one_agent_whatever_its_case() -> None:
    hero()
    with pytest.raises(AddressTaken):
        hire(email="ana@shop.EXAMPLE", name="Other", roles=[Role.HERO], by=None)


@pytest.mark.django_db
def test_the_last_admin_stays() -> None:
    boss = hire(email="boss@shop.example", name="Bo", roles=[Role.ADMIN], by=None)
    with pytest.raises(LastAdmin):
        hiring.deactivate(boss, by=boss)
    with pytest.raises(LastAdmin):
        hiring.change_roles(boss, roles=[Role.HERO], by=boss)
    hire(email="second@shop.example", name="Cy", roles=[Role.ADMIN], by=boss)
    hiring.change_roles(boss, roles=[Role.HERO], by=boss)
    assert Agent.objects.get(pk=boss.pk).roles == [Role.HERO]


@pytest.mark.django_db
def test_an_invitation_sets_a_password_once() -> None:
    agent = hero()
    invitation = invitation_for(agent)
    with pytest.raises(WeakPassword):
        accept(invitation, password="short")
    assert accept(invitation, password=PASSWORD).check_password(PASSWORD)
    with pytest.raises(InvitationOver):
        accept(invitation, password="another-long-password-9")


@pytest.mark.django_db
def test_an_invitation_ends_with_its_week_or_its_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = hero()
    invitation = invitation_for(agent)
    with pytest.raises(InvitationOver):
        invited(invitation[:-2] + "xx")
    later = (clock.now() + timedelta(days=8)).timestamp()
    with monkeypatch.context() as patch, pytest.raises(InvitationOver):
        patch.setattr("django.core.signing.time.time", lambda: later)
        invited(invitation)
    hiring.deactivate(agent, by=None)
    with pytest.raises(InvitationOver):
        invited(invitation)
