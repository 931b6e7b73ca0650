"""From an empty installation to one that answers mail: the list sees by itself what is done."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.probing import begin_probe, come_back
from lifelong.channels.models import Brand, Endpoint, Inbox, Probe
from lifelong.channels.tests.building import brand, endpoint, inbox
from lifelong.connectors.email import probing
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import accepted, begin_try
from lifelong.conversations.models import Message, Sending, Topic
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.lib import clock
from lifelong.lib.errors import DeliveryFailed
from lifelong.triage.themes import NAMES
from lifelong.web.console.first_steps.usual_topics import usual_topics
from lifelong.web.console.tests.knocking import BACKEND, Knocking

pytestmark = pytest.mark.django_db

PATH = "/settings/first-steps"


@pytest.fixture
def admin() -> Knocking:
    return Knocking(agent(Role.ADMIN, Role.HERO))


def by_name(page: str) -> dict[str, str]:
    """How each step stands: "settled", "next" or "open"."""
    return dict(re.findall(r'<li id="step-([\w-]+)" class="(\w+)"', page))


def next_step(admin: Knocking) -> str:
    return next((name for name, state in by_name(admin.see(PATH)).items() if state == "next"), "")


def ours() -> Endpoint:
    return Endpoint.objects.get()


def opens_an_address() -> None:
    made = endpoint("support@shop.example", into=Inbox.objects.get())
    made.secrets = {"relay": "smtp://user:word@mail.example:587"}
    made.save()


def comes_round() -> None:
    probe, _token = begin_probe(ours(), by=None)
    come_back(probe.id, at=probe.sent_at + timedelta(seconds=3.2))


def is_answered(admin: Knocking) -> None:
    came = receive_one(incoming("Where is it?"), at=ours())
    said = reply(came.contact, text="On its way", by=admin.person, seen_position=None)
    Sending.objects.update(next_try_at=clock.now())
    assert begin_try(said.id)
    accepted(said.id, external_id="")


def test_it_goes_on_by_what_the_rows_tell(admin: Knocking) -> None:
    done: list[tuple[str, Callable[[], Any]]] = [
        ("brand", lambda: brand("Lantern")),
        ("hours", lambda: Brand.objects.update(hours={"mon": ["09:00-17:00"]})),
        ("inbox", lambda: inbox(admin.person, of=Brand.objects.get())),
        ("address", opens_an_address),
        ("round", comes_round),
        ("topics", lambda: Topic.objects.create(name="Order")),
        ("heroes", lambda: agent(Role.HERO)),
        ("mail", lambda: receive_one(incoming("Where is it?"), at=ours())),
        ("answer", lambda: is_answered(admin)),
    ]
    for name, do in done:
        assert next_step(admin) == name
        do()
    page = admin.see(PATH)
    assert "All done" in page and next_step(admin) == ""
    assert "First steps" not in admin.see("/settings/topics")


def test_an_inbox_needs_somebody_who_may_answer(admin: Knocking) -> None:
    auditor = agent(Role.AUDITOR)
    place = inbox(auditor)
    assert by_name(admin.see(PATH))["inbox"] == "open"
    place.members.add(agent(Role.SEASONAL))
    assert by_name(admin.see(PATH))["inbox"] == "settled"


def test_what_no_row_tells_is_said_and_taken_back(admin: Knocking) -> None:
    for step in ("hours", "heroes", "backups"):
        assert by_name(admin.do(f"{PATH}/put-away/{step}"))[step] == "settled"
        admin.do(f"{PATH}/put-away/{step}")
        assert by_name(admin.do(f"{PATH}/put-away/{step}", method="delete"))[step] != "settled"
    admin.do(f"{PATH}/put-away/brand", 404)


def test_the_usual_topics_are_made_once_and_known_to_triage(admin: Knocking) -> None:
    Topic.objects.create(name="damaged ITEM")
    Topic.objects.create(name="Return", is_active=False)
    for _time in range(2):
        assert by_name(admin.do(f"{PATH}/topics"))["topics"] == "settled"
    assert Topic.objects.count() == len(usual_topics())
    assert not Topic.objects.get(name="Return").is_active
    names = {one for some in NAMES.values() for one in some}
    unknown = [one for one in usual_topics() if one.lower() not in names | {"product question"}]
    assert unknown == ["Something else"]


def test_whoever_sets_it_up_is_led_there_once_and_never_once_it_answers(admin: Knocking) -> None:
    page = Client()
    page.force_login(admin.person, BACKEND)
    assert page.get("/")["Location"] == PATH
    assert PATH in page.get("/").content.decode()
    hero = Client()
    hero.force_login(agent(Role.HERO), BACKEND)
    assert PATH not in hero.get("/").content.decode()
    admin.do(f"{PATH}/put-away/all")
    again = Client()
    again.force_login(admin.person, BACKEND)
    desk = again.get("/")
    assert desk.status_code == 200 and PATH not in desk.content.decode()
    assert "Lead me here again" in admin.see(PATH)


def test_an_admin_who_reads_no_conversations_begins_there_too() -> None:
    page = Client()
    page.force_login(agent(Role.ADMIN), BACKEND)
    assert page.get("/")["Location"] == PATH
    assert page.get("/")["Location"] != PATH


def test_a_shop_that_answers_is_led_nowhere_though_something_is_left(admin: Knocking) -> None:
    inbox(admin.person)
    opens_an_address()
    is_answered(admin)
    page = Client()
    page.force_login(admin.person, BACKEND)
    assert page.get("/").status_code == 200
    assert PATH in page.get("/").content.decode()


def test_an_acknowledgement_is_no_answer(admin: Knocking) -> None:
    inbox(admin.person)
    opens_an_address()
    is_answered(admin)
    assert by_name(admin.see(PATH))["answer"] == "settled"
    Message.objects.update(automatic="acknowledgement")
    assert by_name(admin.see(PATH))["answer"] == "open"


def test_it_is_few_questions_however_much_there_is(admin: Knocking) -> None:
    inbox(admin.person)
    opens_an_address()
    admin.see(f"{PATH}/steps")
    with CaptureQueriesContext(connection) as captured:
        admin.see(f"{PATH}/steps")
    assert len(captured) <= 7, [one["sql"][:90] for one in captured]


@pytest.fixture
def path(admin: Knocking) -> str:
    inbox(admin.person)
    opens_an_address()
    return f"/settings/endpoints/{ours().id}"


def test_the_page_of_an_address_says_how_its_probe_fares(
    admin: Knocking, path: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(probing, "hand_over", lambda mail, **how: None)
    assert "Send a test message round" in admin.see(path)
    assert "on its way" in admin.do(f"{path}/probe")
    Probe.objects.update(sent_at=clock.now() - timedelta(seconds=61))
    settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", 2599
    missing = admin.see(f"{path}/probe")
    assert "It has not come back" in missing and "port 2599" in missing
    assert "support+anything@shop.example" in missing and "SMTP_HOST=0.0.0.0" in missing
    probe = Probe.objects.get()
    come_back(probe.id, at=probe.sent_at + timedelta(seconds=3.24))
    for page in (path, f"{path}/probe", PATH):
        assert "back after 3.2 s" in admin.see(page)


def test_what_the_relay_says_is_shown_and_nothing_is_sent_without_one(
    admin: Knocking, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(mail: object, **how: object) -> None:
        raise DeliveryFailed("535 <wrong> password", permanent=False)

    monkeypatch.setattr(probing, "hand_over", refuse)
    assert "535 &lt;wrong&gt; password" in admin.do(f"{path}/probe")
    Endpoint.objects.update(secrets=None)
    assert "send-probe" not in admin.see(path)
    assert "no relay" in admin.do(f"{path}/probe", 422)
    assert Probe.objects.count() == 1


def test_who_only_looks_has_no_button(path: str) -> None:
    auditor: Agent = agent(Role.AUDITOR)
    page = Knocking(auditor).see(path)
    assert "Does mail come round?" in page and "send-probe" not in page
