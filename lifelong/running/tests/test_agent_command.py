"""`lifelong agent`: how an installation gets its first admin, and lets the last one in again."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result

from lifelong.accounts.actions.inviting import invited
from lifelong.accounts.actions.securing import confirm_app
from lifelong.accounts.models import Agent
from lifelong.accounts.second_factors import has_second_factor
from lifelong.accounts.tests.building import code_now
from lifelong.running.commands.agent import command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("lifelong.running.installation.django_at_hand", nullcontext)
    yield


def hire(password: str) -> Result:
    words = ["hire", "boss@shop.example", "--name", "Boss", "--role", "admin", "--role", "hero"]
    return CliRunner().invoke(command, [*words, "--password", password])


def test_the_first_admin_can_sign_in() -> None:
    assert hire("correct horse battery").exit_code == 0
    boss = Agent.objects.get(email="boss@shop.example")
    assert sorted(boss.roles) == ["admin", "hero"]
    assert boss.check_password("correct horse battery")


def test_a_weak_password_is_refused_in_a_sentence_and_hires_nobody() -> None:
    refused = hire("password")
    assert refused.exit_code == 1
    assert "too" in refused.output
    assert not Agent.objects.exists()


def test_an_address_is_hired_once() -> None:
    hire("correct horse battery")
    assert "already" in hire("correct horse battery").output


def test_who_lost_everything_gets_a_link_and_is_asked_for_no_second_factor() -> None:
    hire("correct horse battery")
    boss = Agent.objects.get()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    confirm_app(boss, secret=secret, code=code_now(secret))
    asked = CliRunner().invoke(command, ["let-in", "Boss@shop.example"])
    assert asked.exit_code == 0 and has_second_factor(boss)
    taken = CliRunner().invoke(command, ["let-in", "boss@shop.example", "--take-second-factor"])
    assert not has_second_factor(boss)
    word = taken.output.strip().rpartition("/invitations/")[2]
    assert invited(word) == boss


def test_nobody_is_let_in_who_does_not_work_here() -> None:
    assert CliRunner().invoke(command, ["let-in", "x@shop.example"]).exit_code == 1
