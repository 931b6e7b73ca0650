"""`lifelong agent hire`: how an installation gets its first admin."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result

from lifelong.accounts.models import Agent
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
