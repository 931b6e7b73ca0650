"""From an admin's invitation to the invited hero's own sign-in."""

import re
from typing import Any

import pytest
from django.test import Client

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.web.console.tests.knocking import Knocking
from lifelong.web.signin.views import PER_INVITATION

pytestmark = pytest.mark.django_db

ANA: dict[str, Any] = {
    "name": "Ana Ruiz", "email": "ana@shop.example", "roles": ["hero"],
    "capacity": "4", "slots": "2",
    "zone": "Europe/Madrid", "language": "en",
}  # fmt: skip


def test_the_invited_choose_a_password_and_sign_in_with_it() -> None:
    page = Knocking(agent(Role.ADMIN)).do("/settings/heroes", **ANA)
    found = re.search(r"/invitations/[^<\s]+", page)
    assert found
    PER_INVITATION.forget("127.0.0.1")
    stranger = Client()
    welcome = stranger.get(found[0])
    assert "Welcome, Ana Ruiz" in welcome.content.decode()
    # with "no-referrer" a real browser could not send the form
    assert welcome["Referrer-Policy"] == "same-origin"
    assert stranger.post(found[0], {"password": "short"}).status_code == 422
    assert stranger.post(found[0], {"password": "corner-shop-42-lanterns"}).status_code == 302
    assert stranger.get(found[0]).status_code == 404
    assert Agent.objects.get(email="ana@shop.example").check_password("corner-shop-42-lanterns")
