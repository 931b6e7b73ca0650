"""Is everything getting through? The page's answer, what is behind it, and trying again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.delivering import settle
from lifelong.channels.models import Connection, Delivery, DeliveryState, Endpoint, Round
from lifelong.channels.tests.building import delivery, endpoint
from lifelong.conversations.actions.doubting import lose_sight
from lifelong.conversations.actions.sending import accepted, failed_once
from lifelong.conversations.models import Sending
from lifelong.customers.models import Customer
from lifelong.lib import clock, jobs
from lifelong.web.console.health import ports
from lifelong.web.console.health.ports import PartSeen
from lifelong.web.console.tests.health import (
    all_alive,
    answer,
    forget_jobs,
    lost,
    seen,
    sent,
)
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db
NOW = clock.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def alive(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part is heard, and nothing is queued but what a test queues."""
    monkeypatch.setattr(ports, "parts", all_alive)
    forget_jobs()


@pytest.fixture
def admin(db: None) -> Knocking:
    return Knocking(agent(Role.ADMIN))


@pytest.fixture
def support(db: None) -> Endpoint:
    return endpoint("support@shop.example")


@pytest.mark.parametrize("role", [Role.HERO, Role.LEAD, Role.SEASONAL, Role.FINANCE])
def test_it_is_for_admins_and_auditors(role: Role, admin: Knocking) -> None:
    rail = 'href="/health"'
    assert rail in admin.client.get("/me", headers={"HX-Request": ""}).content.decode()
    other = Knocking(agent(role))
    other.see("/health", 403)
    other.see("/health/now", 403)
    assert rail not in other.client.get("/me", headers={"HX-Request": ""}).content.decode()


def test_an_auditor_looks_and_changes_nothing(admin: Knocking, support: Endpoint) -> None:
    said = lost("ana", support)
    settle(delivery(), DeliveryState.PARKED, reason="x")
    auditor = Knocking(agent(Role.AUDITOR))
    page = seen(auditor)
    assert "550 no such person" in page and f'href="/people/{said.conversation_id}"' in page
    assert "Try again</button>" not in page and "Read all again" not in page
    auditor.do(f"/health/undelivered/{said.id}/attempts", 403)
    auditor.do("/health/undelivered/attempts", 403)
    auditor.do("/health/backlog/attempts", 403)


def test_where_there_is_no_door_it_says_how_one_is_made(admin: Knocking) -> None:
    page = seen(admin, "/health")
    assert "Is everything getting through?" in page
    assert "Nothing can come yet" in answer(page) and 'href="/settings/endpoints"' in page


def test_all_is_well_when_nothing_is_wrong(admin: Knocking, support: Endpoint) -> None:
    accepted(sent("ana", support).id)
    forget_jobs()
    page = seen(admin)
    assert "Yes. What came in was read" in answer(page) and 'class="diagnosis well"' in page
    row = page[page.index(f'id="door-{support.id}"') :]
    assert "support@shop.example" in row and f"/settings/endpoints/{support.id}" in row


def test_an_address_from_which_nothing_leaves_is_said_first(
    admin: Knocking, support: Endpoint
) -> None:
    settle(delivery(), DeliveryState.PARKED, reason="x")
    said = sent("ana", support, tries=2)
    failed_once(said.id, words="<421> too busy", permanent=False)
    forget_jobs()
    page = seen(admin)
    assert "No. Nothing leaves by support@shop.example." in answer(page)
    assert "“&lt;421&gt; too busy”" in page and "<421>" not in page
    assert "1 delivery of the last seven days could not be read" in page
    row = page[page.index(f'id="door-{support.id}"') :]
    assert "Nothing leaves" in row and "1 has not left" not in row


def test_one_that_is_tried_again_is_no_alarm(admin: Knocking, support: Endpoint) -> None:
    failed_once(sent("ana", support).id, words="421 too busy", permanent=False)
    forget_jobs()
    page = seen(admin)
    assert "Yes." in answer(page)
    assert "1 has not left" in page and "421 too busy" in page


def test_what_did_not_arrive_is_listed_with_person_channel_and_words(
    admin: Knocking, support: Endpoint
) -> None:
    said = lost("ana", support)
    forget_jobs()
    page = seen(admin)
    assert "1 answer did not reach its customer" in answer(page)
    row = page[page.index(f'id="undelivered-{said.id}"') :]
    for words in ("Ana", "ana@example.com", "550 no such person", "E-mail", "Not sent"):
        assert words in row
    assert "Secret words" not in page, "an admin reads no conversations"
    assert f'href="/people/{said.conversation_id}"' not in page
    both = Knocking(agent(Role.ADMIN, Role.HERO))
    assert f'href="/people/{said.conversation_id}"' in seen(both)


def test_one_is_tried_again(admin: Knocking, support: Endpoint) -> None:
    said = lost("ana", support)
    page = admin.do(f"/health/undelivered/{said.id}/attempts")
    assert "It is sent again" in page and f"undelivered-{said.id}" not in page
    assert Sending.objects.get(pk=said.pk).state == "queued"
    admin.do(f"/health/undelivered/{said.id}/attempts", 404)


def test_of_what_perhaps_arrived_the_other_side_is_asked(
    admin: Knocking, support: Endpoint
) -> None:
    perhaps, failed = sent("ana", support), lost("bo", support)
    lose_sight(perhaps.id, words="No answer came.")
    page = seen(admin)
    assert f'id="ask-{perhaps.id}"' in page and f'id="try-{perhaps.id}"' not in page
    assert "is asked" in admin.do(f"/health/undelivered/{perhaps.id}/doubt")
    assert Sending.objects.get(pk=perhaps.pk).state == "unknown"
    admin.do(f"/health/undelivered/{failed.id}/doubt", 409)


def test_all_are_tried_again_after_a_question(admin: Knocking, support: Endpoint) -> None:
    for name in ("ana", "bo"):
        lost(name, support)
    assert 'hx-confirm="Send all 2 messages again' in seen(admin)
    forget_jobs()
    assert "a few at a time" in admin.do("/health/undelivered/attempts")
    assert any(one.queue == "reactions" for one in jobs.waiting()), "a reaction queues the job"


def test_a_long_list_is_cut_and_says_so(admin: Knocking, support: Endpoint) -> None:
    first = lost("one", support)
    for number in range(25):
        lost(f"other{number}", support)
    Customer.objects.update(name="")
    page = seen(admin)
    assert "1 more, older than these." in page and f"undelivered-{first.id}" not in page


def test_a_part_that_is_not_heard_is_named_with_what_is_missing(
    admin: Knocking, support: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = PartSeen("worker", is_alive=False, heard_at=NOW - 5 * MINUTE)
    monkeypatch.setattr(ports, "parts", lambda: [gone, *all_alive()[1:]])
    page = seen(admin)
    assert "The worker has stopped: nothing is sent" in answer(page) and "Since" in answer(page)
    assert 'id="part-worker" class="gone"' in page and 'id="part-intake" class="alive"' in page


def test_what_waits_too_long_is_late(admin: Knocking, support: Endpoint) -> None:
    with clock.stopped_at(NOW - 3 * MINUTE):
        delivery()
    assert "What came in waits to be read." in answer(seen(admin))
    Delivery.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) VALUES"
            " ('reactions', 'lifelong.events.jobs.react', now() - interval '9 minutes')"
        )
    page = seen(admin)
    assert "Work lags behind" in answer(page) and "events: react" in page


def test_what_was_given_up_is_named_and_runs_again(admin: Knocking, support: Endpoint) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES"
            " ('default', 'lifelong.connectors.jobs.deliver', 'failed')"
        )
    page = seen(admin)
    assert "Yes, but something wants a look. 1 job was given up." in answer(page)
    assert "connectors: deliver" in page
    assert "1 job runs again." in admin.do("/health/backlog/attempts")
    assert jobs.failed() == []


def test_parked_and_quarantine_are_counted_with_the_oldest(
    admin: Knocking, support: Endpoint
) -> None:
    settle(delivery(), DeliveryState.PARKED, reason="x")
    for _ in range(2):
        settle(delivery(), DeliveryState.QUARANTINED, reason="x")
    page = seen(admin)
    assert "Yes, but something wants a look. 1 delivery of the last" in answer(page)
    decisions = page[page.index('id="decisions"') :]
    assert '<span class="soon">1</span>' in decisions and '<span class="soft">2</span>' in decisions
    assert "Read all again" in decisions and "The oldest came" in decisions
    page = " ".join(admin.do("/health/parked/round").split())
    assert "Read again: 0 of 1 so far." in page and "Read all again" not in page
    Round.objects.all().delete()
    forget_jobs()
    Delivery.objects.update(received_at=NOW - timedelta(days=8))
    page = seen(admin)
    assert "Yes. What came in" in answer(page), "who has looked and left it is not told again"
    assert '<span class="soft">1</span>' in page


def test_words_of_others_stay_words(admin: Knocking, support: Endpoint) -> None:
    said = lost("ana", support, words="<script>alert(1)</script>")
    Customer.objects.filter(pk=said.customer_id).update(name="<img src=x onerror=alert(1)>")
    page = seen(admin)
    assert "<script>alert" not in page and "<img" not in page


def test_the_page_asks_as_much_for_twenty_addresses_as_for_two(admin: Knocking) -> None:
    def open_some(count: int, name: str) -> None:
        for number in range(count):
            at = endpoint(f"{name}{number}@shop.example")
            lost(f"{name}{number}", at)
            Connection.objects.create(brand=at.brand, connector="shopify", name=name)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            admin.see("/health/now")
        return len(queries)

    open_some(2, "few")
    few = asked()
    open_some(18, "many")
    assert asked() == few < 30
