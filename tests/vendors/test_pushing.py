"""Pushes to a hero's browser, against a push service that checks and opens them, and misbehaves."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client

from lifelong.accounts.actions.ending import end_session, end_sessions
from lifelong.accounts.actions.hiring import deactivate
from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.promising import promise, raise_due
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.viewing import view
from lifelong.conversations.models import Conversation, Entry
from lifelong.cues import sending
from lifelong.cues.jobs import push, ring_bells
from lifelong.cues.models import Bell
from lifelong.lib import clock
from lifelong.routing.actions.signing_on import go_away, sign_off, sign_on
from lifelong.routing.models import AwayReason, Call, Offer, Shift
from lifelong.routing.tests import ground
from lifelong.routing.tests.ground import a_hero, an_inbox, chat, contact_of, mail, settle
from lifelong.web.console.tests.knocking import BACKEND
from tests.vendors.pushing import PushService, Subscribed
from tests.vendors.server import DIES, Fault, Says, busy, standing

pytestmark = pytest.mark.django_db

WORDS = "My cat ate the manual."
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.PUSH_TO_LOOPBACK = True
    mine = {"lifelong.cues.jobs.ring_bells": ring_bells.run, "lifelong.cues.jobs.push": push.run}
    monkeypatch.setattr(ground, "JOBS", {**ground.JOBS, **mine})
    monkeypatch.setattr(sending, "_left_alone", {})


@pytest.fixture
def service() -> Iterator[PushService]:
    made = PushService()
    with standing(made):
        yield made


@dataclass
class Hero:
    agent: Agent
    client: Client
    browser: Subscribed

    @property
    def heard(self) -> list[str]:
        return [f"{one.words['title']}: {one.words['body']}" for one in self.browser.heard]


def switch_on(agent: Agent, service: PushService) -> Hero:
    """As they do on their page."""
    client = Client()
    sign_in(client, agent)
    page = client.get("/me").content.decode()
    key = page.partition('push-key="')[2].partition('"')[0]
    browser = service.subscribe(key)
    assert tell(client, service.said_by(browser)) == 204
    return Hero(agent, client, browser)


def sign_in(client: Client, agent: Agent) -> None:
    client.force_login(agent, BACKEND)
    session_key = client.session.session_key
    UserSession.objects.create(user=agent, session_key=session_key, ip="127.0.0.1")


def tell(client: Client, said: dict[str, Any]) -> int:
    body = json.dumps(said)
    return client.put("/me/bell", body, content_type="application/json").status_code


@pytest.fixture
def mia(service: PushService) -> Hero:
    """At work, with a bell, and not before her screen."""
    agent = a_hero("Mia", an_inbox(), capacity=9)
    sign_on(agent)
    found = switch_on(agent, service)
    step_away()
    return found


def step_away() -> None:
    Shift.objects.update(seen_at=clock.now() - 5 * MINUTE)


def hers(text: str = WORDS, customer: str = "ana") -> Conversation:
    """A mail that comes to Mia."""
    found = mail(_inbox(), customer, text=text)
    settle()
    found.refresh_from_db()
    return found


def _inbox() -> Inbox:
    return Inbox.objects.get()


@contextmanager
def later(pause: timedelta) -> Iterator[None]:
    with clock.stopped_at(clock.now() + pause):
        settle()
        yield


def test_who_is_not_before_the_screen_hears_who_wrote_and_never_what(
    mia: Hero, service: PushService
) -> None:
    ana = hers()
    assert service.refused == []
    (heard,) = mia.browser.heard
    assert heard.words["title"] == "Ana"
    assert heard.words["body"] in ("Has written to you.", "Waits for your answer.")
    assert heard.words["path"] == f"/people/{ana.id}"
    assert not any(word in json.dumps(heard.words) for word in ("cat", "manual"))
    assert (heard.topic, 0 < heard.ttl <= 3600) == (ana.id.hex, True)
    with later(2 * MINUTE):
        mail(_inbox(), "ana", text="Hello?")
        settle()
    assert mia.heard[1:] == ["Ana: Has written to you."]
    assert mia.browser.heard[1].urgency == "high"


def test_nobody_is_pushed_to_about_the_same_person_twice_in_a_minute(mia: Hero) -> None:
    hers()
    for _ in range(3):
        hers("And another thing")
    assert len(mia.heard) == 1
    hers(customer="bea")
    assert len(mia.heard) == 2


def test_what_came_too_soon_after_a_push_is_told_when_the_minute_is_over(mia: Hero) -> None:
    ana = hers()
    with later(20 * SECOND):
        ana.refresh_from_db()
        view(ana, by=mia.agent, typing=False, position=ana.position)
    with later(45 * SECOND):
        for _ in range(3):
            hers("And the dog?")
        assert len(mia.heard) == 1
    with later(61 * SECOND):
        assert mia.heard[1:] == ["Ana: Has written to you."]
    with later(5 * MINUTE):
        assert len(mia.heard) == 2


def test_what_came_too_soon_and_is_looked_at_meanwhile_is_not_told(mia: Hero) -> None:
    ana = hers()
    with later(45 * SECOND):
        hers("And the dog?")
        ana.refresh_from_db()
        view(ana, by=mia.agent, typing=False, position=ana.position)
    with later(5 * MINUTE):
        assert len(mia.heard) == 1


def test_one_word_is_told_once_however_many_reasons_it_has(mia: Hero) -> None:
    hers()
    with later(5 * MINUTE):
        assert len(mia.heard) == 1


def test_what_rings_has_no_minute_to_wait_and_what_comes_after_it_has(mia: Hero) -> None:
    ana = hers()
    with later(10 * SECOND):
        calls_about(ana, mia.agent)
        assert mia.heard[1:] == ["Ana: Is at risk, and you are on call."]
    with later(30 * SECOND):
        hers("And the dog?")
    with later(61 * SECOND):
        assert len(mia.heard) == 2
    with later(71 * SECOND):
        assert mia.heard[2:] == ["Ana: Has written to you."]


def test_who_sits_before_their_screen_is_pushed_to_only_if_they_do_not_look(mia: Hero) -> None:
    Shift.objects.update(seen_at=clock.now())
    ana, bea = hers(), hers(customer="bea")
    assert mia.heard == []
    with later(30 * timedelta(seconds=1)):
        ana.refresh_from_db()
        view(ana, by=mia.agent, typing=False, position=ana.position)
        assert mia.heard == []
    reply(contact_of(bea), text="Soon", by=mia.agent, seen_position=None)
    with later(3 * MINUTE):
        assert mia.heard == []
    mail(_inbox(), "bea", text="Hello?")
    with later(4 * MINUTE):
        assert mia.heard == ["Bea: Has written to you."]


def test_what_was_looked_at_meanwhile_is_not_sent(mia: Hero) -> None:
    hers()
    Shift.objects.update(seen_at=clock.now() + 2 * MINUTE)
    with later(2 * MINUTE):
        ana = mail(_inbox(), "ana", text="Hello?")
        settle()
        view(ana, by=mia.agent, typing=False, position=99)
    step_away()
    with later(5 * MINUTE):
        assert len(mia.heard) == 1


@pytest.mark.parametrize("leave", [sign_off, lambda one: go_away(one, reason=AwayReason.MEAL)])
def test_who_is_not_at_work_is_left_in_peace(mia: Hero, leave: Callable[[Agent], None]) -> None:
    ana = hers()
    reply(contact_of(ana), text="Soon", by=mia.agent, seen_position=None)
    with later(2 * MINUTE):
        leave(mia.agent)
        mail(_inbox(), "ana", text="Thanks, but no")
        settle()
    assert len(mia.heard) == 1


def test_who_rings_is_pushed_at_once_and_for_no_longer_than_it_rings(mia: Hero) -> None:
    Shift.objects.update(seen_at=clock.now())
    chat(_inbox(), "ana")
    settle()
    assert mia.heard == ["Ana: Rings on your screen."]
    assert 0 < mia.browser.heard[0].ttl <= 20


def test_a_note_that_names_them_and_a_promise_that_is_due_are_pushed(
    mia: Hero, service: PushService
) -> None:
    jonas = a_hero("Jonas", _inbox())
    ana = hers()
    with later(2 * MINUTE):
        note(ana, text="Do you know her cat, @Mia?", by=jonas)
        settle()
    assert mia.heard[1:] == ["Ana: A colleague named you in a note."]
    ana.refresh_from_db()
    view(ana, by=mia.agent, typing=False, position=ana.position)
    promise(contact_of(ana), text="Call her", due_at=clock.now() + 5 * MINUTE, by=mia.agent)
    reply(contact_of(ana), text="I call you", by=mia.agent, seen_position=None)
    with later(10 * MINUTE):
        raise_due()
        settle()
    assert mia.heard[2:] == ["Ana: What we promised them is due."]


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_a_bell_no_more(
    mia: Hero, service: PushService, status: int
) -> None:
    service.fail_next(Fault(before=Says(status)))
    hers()
    assert not Bell.objects.exists()
    with later(5 * MINUTE):
        assert len(service.asked) == 1


def test_a_push_service_that_asks_to_wait_is_left_in_peace_for_so_long(
    mia: Hero, service: PushService
) -> None:
    service.fail_next(busy(120))
    hers()
    with later(119 * timedelta(seconds=1)):
        assert len(service.asked) == 1
    with later(3 * MINUTE):
        assert len(mia.heard) == 1


def test_what_was_answered_while_a_push_waited_is_not_sent(mia: Hero, service: PushService) -> None:
    service.fail_next(busy(60))
    ana = hers()
    reply(contact_of(ana), text="Poor cat", by=mia.agent, seen_position=None)
    with later(5 * MINUTE):
        assert len(service.asked) == 1


@pytest.mark.parametrize("status", [400, 403, 413])
def test_what_is_refused_is_dropped_and_the_bell_stays(
    mia: Hero, service: PushService, status: int
) -> None:
    service.fail_next(Fault(before=Says(status)))
    hers()
    with later(30 * MINUTE):
        assert len(service.asked) == 1 and Bell.objects.exists()


def test_a_push_service_that_stumbles_is_tried_a_few_times_and_no_more(
    mia: Hero, service: PushService
) -> None:
    service.fail_next(*[Fault(before=Says(503))] * 9)
    hers()
    for minutes in range(1, 20):
        with later(minutes * MINUTE):
            pass
    assert len(service.asked) == 4


def test_one_that_does_not_answer_costs_one_try_and_not_one_for_each_push(
    mia: Hero, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.fail_next(Fault(slow=1.0), DIES)
    with monkeypatch.context() as impatient:
        impatient.setattr(sending, "PATIENCE", 0.3)
        hers()
    for name in ("bea", "cem", "dan"):
        hers(customer=name)
    assert len(service.asked) == 1
    monkeypatch.setattr(sending, "_left_alone", {})
    for minutes in (1, 3, 5):
        monkeypatch.setattr(sending, "_left_alone", {})
        with later(minutes * MINUTE):
            pass
    # the one that was given up may still have been heard, and late
    assert {one.partition(":")[0] for one in mia.heard} == {"Ana", "Bea", "Cem", "Dan"}


def test_a_bell_goes_with_its_session_and_its_agent(mia: Hero, service: PushService) -> None:
    bell = Bell.objects.get()
    end_session(mia.agent, session_id=bell.session_id, by=None)
    assert not Bell.objects.exists()
    switch_on(mia.agent, service)
    end_sessions(mia.agent, by=None)
    assert not Bell.objects.exists()
    switch_on(mia.agent, service)
    deactivate(mia.agent, by=None)
    assert not Bell.objects.exists()


def test_who_signed_out_of_a_browser_hears_nothing_there(mia: Hero) -> None:
    mia.client.post("/sign-out/")
    hers()
    assert mia.heard == []


def test_a_browser_is_one_bell_whoever_sits_before_it(mia: Hero, service: PushService) -> None:
    jonas = a_hero("Jonas", _inbox())
    other = Client()
    sign_in(other, jonas)
    said = service.said_by(mia.browser)
    assert [tell(other, said), tell(other, said)] == [204, 204]
    assert [one.agent for one in Bell.objects.all()] == [jonas]
    anew = service.said_by(service.subscribe(mia.browser.key))
    assert tell(other, anew) == 204
    assert [one.address for one in Bell.objects.all()] == [anew["endpoint"]]
    assert other.delete("/me/bell").status_code == 204
    assert not Bell.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["http://push.example/1", "https://push.example:8443/1", "https://a@push.example/1", "ftp://x",
     "https:///1", "", "https://push.example/" + "x" * 1000, "https://push.example/\u00fc"],
)  # fmt: skip
def test_what_is_no_push_servers_address_is_refused(
    mia: Hero, service: PushService, address: str
) -> None:
    assert tell(mia.client, {**service.said_by(mia.browser), "endpoint": address}) == 422
    assert Bell.objects.get().address.startswith(service.url)


@pytest.mark.parametrize("keys", [{}, {"p256dh": "BA", "auth": "BA"}, "no", {"p256dh": 4}])
def test_a_browser_without_fitting_keys_is_refused(
    mia: Hero, service: PushService, keys: object
) -> None:
    assert tell(mia.client, {**service.said_by(mia.browser), "keys": keys}) == 422


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "8.8.8.8", "2130706433", "0x7f.1", "[::1]", "[2a01:db8:1::25]", "[fe80::abcd]"],
)
def test_what_is_no_name_is_refused(
    mia: Hero, service: PushService, settings: Any, host: str
) -> None:
    settings.PUSH_TO_LOOPBACK = False
    said = {**service.said_by(mia.browser), "endpoint": f"https://{host}/push"}
    assert tell(mia.client, said) == 422


def test_nobody_has_us_knock_inside_the_network(
    mia: Hero, service: PushService, settings: Any
) -> None:
    settings.PUSH_TO_LOOPBACK = False
    said = {**service.said_by(mia.browser), "endpoint": "https://localhost/push"}
    assert tell(mia.client, said) == 204
    hers()
    assert service.asked == [] and not Bell.objects.exists()


def test_plain_http_to_this_machine_is_for_tests_alone(
    mia: Hero, service: PushService, settings: Any
) -> None:
    settings.PUSH_TO_LOOPBACK = False
    assert tell(mia.client, service.said_by(mia.browser)) == 422


def test_who_is_on_call_hears_of_it_off_work_too_and_at_once(mia: Hero) -> None:
    ana = hers()
    sign_off(mia.agent)
    settle()
    with later(10 * SECOND):
        calls_about(ana, mia.agent)
        assert mia.heard[1:] == ["Ana: Is at risk, and you are on call."]


def calls_about(ana: Conversation, agent: Agent) -> None:
    at = clock.now()
    Call.objects.create(
        offer=Offer.objects.filter(conversation=ana).latest("at"),
        customer_id=ana.customer_id,
        approver=agent,
        called_at=at,
        until=at + 60 * MINUTE,
    )
    ring_bells.run(str(agent.id), str(ana.id), "called", at.isoformat())
    settle()


def test_entries_keep_their_words_to_themselves(mia: Hero) -> None:
    """Nothing of the words is in what is queued either."""
    hers()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name LIKE '%%cues%%'")
        assert not any("cat" in one for (one,) in cursor.fetchall())
    assert Entry.objects.filter(text=WORDS).exists()
