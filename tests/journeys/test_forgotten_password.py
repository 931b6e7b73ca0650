"""From a forgotten password to a new one by a link in a mail, and what must not work on the way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from lifelong.accounts.actions.hiring import deactivate, set_password
from lifelong.accounts.actions.inviting import invitation_for
from lifelong.accounts.actions.resetting import reset_for
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.tests.building import endpoint
from lifelong.connectors.email.jobs import mail_reset
from lifelong.connectors.email.tests.relays import Relay, relay
from lifelong.lib import clock, rates
from tests.journeys.mailbox import link_in, mail_leaves_by, queued_resets

pytestmark = pytest.mark.django_db

OLD, NEW = "corner-shop-42-lanterns", "a-field-of-71-poppies"


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    rates._counts.clear()


@pytest.fixture
def mia() -> Agent:
    mia = agent(Role.HERO, name="Mia Brandt", email="mia@shop.example")
    set_password(mia, password=OLD, by=None)
    return mia


@pytest.fixture
def out() -> Iterator[Relay]:
    with relay() as out:
        yield out


def signed_in(password: str, email: str = "mia@shop.example") -> Client | None:
    client = Client()
    client.post("/sign-in/", {"login": email, "password": password})
    return client if client.get("/me").status_code == 200 else None


def asked(email: str) -> str:
    answer = Client().post("/sign-in/forgotten", {"email": email})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_link_by_mail_sets_a_new_password_once_and_ends_every_session(
    mia: Agent, out: Relay
) -> None:
    mail_leaves_by(out)
    elsewhere = signed_in(OLD)
    assert elsewhere
    assert "mia@shop.example" in asked("Mia@Shop.example").lower()
    (args,) = queued_resets()
    mail_reset.run(**args)
    (mail,) = out.taken
    assert mail["To"] == "mia@shop.example"
    assert "Hello Mia Brandt" in mail.as_string()
    link = link_in(mail)

    page = Client().get(link)
    assert "Hello, Mia Brandt" in page.content.decode()
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("same-origin", "no-store")
    assert Client().post(link, {"password": "1234"}).status_code == 422
    assert "The new password is set" in Client().post(link, {"password": NEW}).content.decode()
    assert elsewhere.get("/me").status_code == 302
    assert signed_in(OLD) is None
    assert signed_in(NEW)
    assert Client().post(link, {"password": OLD}).status_code == 404


def test_whoever_asks_learns_not_whether_somebody_has_an_address(mia: Agent, out: Relay) -> None:
    mail_leaves_by(out)
    deactivate(agent(email="left@shop.example"), by=None)
    answers = {
        asked(email).replace(email, "X")
        for email in ("mia@shop.example", "none@shop.example", "left@shop.example")
    }
    # apart from a token of the form, of which this page has none
    assert len(answers) == 1
    assert [sorted(one) for one in queued_resets()] == [["agent_id", "mail_id"]] * 3
    for args in queued_resets():
        mail_reset.run(**args)
    assert [mail["To"] for mail in out.taken] == ["mia@shop.example"]


def test_a_repeated_try_is_the_same_mail(mia: Agent, out: Relay) -> None:
    mail_leaves_by(out)
    asked(mia.email)
    (args,) = queued_resets()
    mail_reset.run(**args)
    mail_reset.run(**args)
    assert len({mail["Message-ID"] for mail in out.taken}) == 1


def test_the_link_names_our_own_address_whatever_host_was_asked(
    mia: Agent, out: Relay, settings: object
) -> None:
    mail_leaves_by(out)
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    settings.PUBLIC_URL = "http://lifelong.example"  # type: ignore[attr-defined]
    Client(headers={"host": "evil.example"}).post("/sign-in/forgotten", {"email": mia.email})
    (args,) = queued_resets()
    mail_reset.run(**args)
    assert "http://lifelong.example/resets/" in out.taken[0].as_string().replace("=\n", "")
    assert "evil.example" not in out.taken[0].as_string()


def test_a_link_ends_after_an_hour_and_with_its_agent(
    mia: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f"/resets/{reset_for(mia)}"
    assert Client().get(link).status_code == 200
    later = clock.now().timestamp() + timedelta(hours=1, seconds=5).total_seconds()
    with monkeypatch.context() as patched:
        patched.setattr("django.core.signing.time.time", lambda: later)
        assert "good for an hour" in Client().get(link).content.decode()
    deactivate(mia, by=None)
    assert Client().get(link).status_code == 404


def test_an_invitation_is_no_reset_and_a_forged_word_is_nothing(mia: Agent) -> None:
    for word in (invitation_for(mia), reset_for(mia)[:-1] + "-", "nothing"):
        assert Client().get(f"/resets/{word}").status_code == 404
    assert Client().get(f"/invitations/{reset_for(mia)}").status_code == 404


def test_a_new_address_ends_the_links_to_the_old_one(mia: Agent) -> None:
    link = f"/resets/{reset_for(mia)}"
    Agent.objects.filter(pk=mia.pk).update(email="mia.brandt@shop.example")
    assert Client().get(link).status_code == 404


def test_who_cannot_send_says_so_and_sends_nothing(mia: Agent) -> None:
    endpoint("kept@shop.example")
    page = Client().get("/sign-in/forgotten").content.decode()
    assert "No mail leaves this installation" in page
    assert "an admin" in page
    Client().post("/sign-in/forgotten", {"email": mia.email})
    assert queued_resets() == []


def test_one_address_is_written_to_a_few_times_an_hour(mia: Agent, out: Relay) -> None:
    mail_leaves_by(out)
    for email in ("mia@shop.example", "none@shop.example"):
        for _time in range(4):
            asked(email)
        answer = Client().post("/sign-in/forgotten", {"email": email.upper()})
        assert answer.status_code == 429
        assert "Try again in 60 minutes" in answer.content.decode()
    assert len(queued_resets()) == 8


def test_what_is_no_address_is_said_at_its_field(out: Relay) -> None:
    mail_leaves_by(out)
    answer = Client().post("/sign-in/forgotten", {"email": "mia"})
    assert answer.status_code == 422
    assert "email-error" in answer.content.decode()
