"""Numbers for texts, set up as an admin does."""

from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.refusing import note_refusal
from lifelong.channels.models import Endpoint
from lifelong.channels.tests.building import inbox
from lifelong.connectors.twilio.endpoints import secrets_of
from lifelong.lib.errors import DeliveryFailed
from lifelong.web.console.settings import numbers
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db

ACCOUNT = "AC" + "0a" * 16


@pytest.fixture
def admin() -> Knocking:
    return Knocking(agent(Role.ADMIN))


def said(**changes: Any) -> dict[str, Any]:
    return {
        "address": "+49 1573 5990000", "name": "Texts", "inbox": str(inbox().id),
        "account": ACCOUNT, "token": "t0ken", "api": "https://api.twilio.com", "is_active": "on",
        **changes,
    }  # fmt: skip


def opened(admin: Knocking) -> Endpoint:
    admin.do("/settings/numbers", **said())
    return Endpoint.objects.get(channel="sms")


def test_a_number_is_opened_and_says_what_to_paste_at_twilio(admin: Knocking) -> None:
    page = admin.do("/settings/numbers", **said())
    number = Endpoint.objects.get(channel="sms")
    assert (number.address, number.connector) == ("+4915735990000", "twilio")
    assert f"/hooks/twilio/{number.key}" in page
    assert "+49 1573 5990000" in admin.see("/settings/endpoints")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"address": "0157 35990000"}, "country"),
        ({"address": "shop"}, "no phone number"),
        ({"account": "SK123"}, "Account SID"),
        ({"token": ""}, "nothing can be checked"),
        ({"api": "ftp://x"}, "https://"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_field(
    admin: Knocking, changes: dict[str, str], why: str
) -> None:
    assert why in admin.do("/settings/numbers", status=422, **said(**changes))
    assert not Endpoint.objects.filter(channel="sms").exists()


def test_the_token_is_kept_unless_a_new_one_is_given_and_never_shown(admin: Knocking) -> None:
    number = opened(admin)
    page = admin.do(f"/settings/numbers/{number.id}", **said(token="", name="Other"))
    assert "t0ken" not in page
    number.refresh_from_db()
    assert (number.name, secrets_of(number).token) == ("Other", "t0ken")


def test_what_was_turned_away_is_told_with_its_reason(admin: Knocking) -> None:
    number = opened(admin)
    assert "No request was turned away" in admin.see(f"/settings/numbers/{number.id}")
    note_refusal(number, why="It has no X-Twilio-Signature.")
    page = admin.see(f"/settings/numbers/{number.id}")
    assert "1 request was turned away" in page and "It has no X-Twilio-Signature." in page


def test_a_test_text_says_what_twilio_answered(
    admin: Knocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opened(admin)
    sent: list[str] = []
    monkeypatch.setattr(numbers, "send_test_text", lambda one, recipient: sent.append(recipient))
    page = admin.do(f"/settings/numbers/{number.id}/test-text", to="+49 1573 5990001")
    assert sent == ["+4915735990001"] and "on its way to" in page

    def refuses(*_args: object, **_more: object) -> None:
        raise DeliveryFailed("Twilio does not know this account.", permanent=False)

    monkeypatch.setattr(numbers, "send_test_text", refuses)
    page = admin.do(f"/settings/numbers/{number.id}/test-text", to="+49 1573 5990001")
    assert "does not know this account" in page
