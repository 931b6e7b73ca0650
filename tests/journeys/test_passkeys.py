"""Passkeys, as far as no browser is needed: what is no passkey opens nothing, and breaks nothing.
What a browser does with them stands in tests/browser/test_signing_in.py."""

import base64
import json
from typing import Any

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from lifelong.accounts.actions.hiring import set_password
from lifelong.accounts.actions.inviting import PasswordOnly, accept_with_passkey, invitation_for
from lifelong.accounts.actions.securing import (
    MOST_PASSKEYS,
    TooManyPasskeys,
    confirm_app,
    keep_passkey,
)
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.second_factors import second_factors_of
from lifelong.accounts.tests.building import agent, code_now
from tests.journeys.browsing import PASSWORD, at_the_door, forget_knocks, is_in, said, signed_in

pytestmark = pytest.mark.django_db

MIA = "mia@shop.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NO_PASSKEYS = [
    "", "nonsense", "null", "5", '"x"', "[1]", "{}", '{"id": 5}', '{"response": 5}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "clientExtensionResults": {}, "response":'
    ' {"clientDataJSON": "e30", "authenticatorData": "e30", "attestationObject": "e30",'
    ' "signature": "e30", "userHandle": "WHO"}}',
]  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    forget_knocks()


@pytest.fixture
def mia() -> Agent:
    mia = agent(Role.HERO, name="Mia Brandt", email=MIA)
    set_password(mia, password=PASSWORD, by=None)
    return mia


@pytest.mark.parametrize("credential", NO_PASSKEYS)
def test_what_is_no_passkey_opens_nothing(mia: Agent, credential: str) -> None:
    client = Client()
    asked = client.get("/sign-in/passkey", headers={"accept": "application/json"})
    assert asked.json()["request_options"]["publicKey"]["userVerification"] == "required"
    # what was asked names nobody: whoever asks learns not who has one
    assert not asked.json()["request_options"]["publicKey"].get("allowCredentials")
    sent = credential.replace("WHO", _handle(mia))
    answer = client.post("/sign-in/passkey", {"credential": sent})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert "We do not know this passkey" in said(client.get("/sign-in/"))
    assert not is_in(client)


def test_what_is_no_passkey_is_no_second_factor(mia: Agent) -> None:
    confirm_app(mia, secret=SECRET, code=code_now(SECRET))
    client = at_the_door(MIA)
    for credential in NO_PASSKEYS:
        forget_knocks()
        sent = credential.replace("WHO", _handle(mia))
        answer = client.post("/sign-in/second-factor", {"credential": sent})
        assert answer.status_code == 200
        assert "Almost in" in said(answer)
    assert not is_in(client)


@pytest.mark.parametrize("credential", NO_PASSKEYS)
def test_what_is_no_passkey_is_not_kept(mia: Agent, credential: str) -> None:
    client = signed_in(MIA)
    assert client.get("/me/passkeys").status_code == 200
    answer = client.post("/me/passkeys", {"name": "x", "credential": credential})
    assert answer.status_code == 422
    assert "did not become a passkey" in said(answer)
    assert not second_factors_of(mia)


def test_nobody_touches_the_passkeys_of_somebody_else(mia: Agent) -> None:
    jonas = agent(Role.HERO, email="jonas@shop.example")
    keep_passkey(jonas, name="His", credential=_some_credential())
    (his,) = second_factors_of(jonas).passkeys
    client = signed_in(MIA)
    assert client.post(f"/me/passkeys/{his.id}", {"name": "Mine"}).status_code == 404
    assert client.delete(f"/me/passkeys/{his.id}").status_code == 404
    assert [one.name for one in second_factors_of(jonas).passkeys] == ["His"]


def test_there_are_not_more_passkeys_than_anybody_has(mia: Agent) -> None:
    for number in range(MOST_PASSKEYS):
        keep_passkey(mia, name=f"{number}", credential=_some_credential())
    with pytest.raises(TooManyPasskeys):
        keep_passkey(mia, name="one more", credential=_some_credential())


def test_a_link_for_a_new_password_does_not_go_round_the_second_factor(mia: Agent) -> None:
    word = invitation_for(mia)
    assert "passkey-form" in said(Client().get(f"/invitations/{word}")).partition("<main")[2]
    confirm_app(mia, secret=SECRET, code=code_now(SECRET))
    assert "passkey-form" not in said(Client().get(f"/invitations/{word}")).partition("<main")[2]
    with pytest.raises(PasswordOnly):
        accept_with_passkey(word, credential=_some_credential())
    assert Agent.objects.get().check_password(PASSWORD)


def _handle(whose: Agent) -> str:
    return base64.urlsafe_b64encode(user_id_to_str(whose).encode()).rstrip(b"=").decode()


def _some_credential() -> dict[str, Any]:
    """Nothing opens with it: here it is only counted and named."""
    made: dict[str, Any] = json.loads('{"id": "YQ", "response": {}}')
    return made
