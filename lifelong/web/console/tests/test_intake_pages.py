"""Parked mail and quarantine, knocked at as the people who look after them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.delivering import (
    Outcome,
    blocked,
    keep,
    put_away,
    settle,
    settle_all,
)
from lifelong.channels.actions.rereading import go_on
from lifelong.channels.models import Delivery, DeliveryState, Round
from lifelong.channels.tests.building import delivery
from lifelong.lib import clock
from lifelong.web.console.tests.knocking import RAW, Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Iterator[Knocking]:
    yield Knocking(agent(Role.ADMIN))


BROKEN = [b"", b"\x00\xff" * 40, b"From: \xff\xfe\r\n\r\n", b"Subject: =?x?b?!!?=\r\nFrom\r\n", RAW]


@pytest.mark.parametrize("raw", BROKEN, ids=range(len(BROKEN)))
def test_whatever_is_parked_can_be_looked_at(admin: Knocking, raw: bytes) -> None:
    one = delivery(raw)
    settle(one, DeliveryState.PARKED, reason="It is <broken>.")
    assert "It is &lt;broken&gt;." in admin.see("/intake/parked")
    page = admin.see(f"/intake/deliveries/{one.id}")
    assert "<b>Hello" not in page
    answer = admin.client.get(f"/intake/deliveries/{one.id}/raw")
    assert answer.content == raw and answer["Content-Type"] == "application/octet-stream"


def test_a_parked_mail_names_its_sender(admin: Knocking) -> None:
    settle(delivery(RAW, sender="bounce@relay.example"), DeliveryState.PARKED, reason="x")
    assert "ana@example.com" in admin.see("/intake/parked")
    Delivery.objects.all().delete()
    settle(delivery(b"", sender="bounce@relay.example"), DeliveryState.PARKED, reason="x")
    assert "bounce@relay.example" in admin.see("/intake/parked/rows")


def test_a_mail_without_an_envelope_can_be_looked_at(admin: Knocking) -> None:
    one = keep("email", body=b"", envelope={})
    settle(one, DeliveryState.PARKED, reason="x")
    assert "Nobody knows from whom" in admin.see(f"/intake/deliveries/{one.id}")
    assert "Nobody knows from whom" in admin.see("/intake/parked")


def test_parked_mail_comes_in_pages_newest_first(admin: Knocking) -> None:
    made = [delivery(RAW) for _ in range(27)]
    for one in made:
        settle(one, DeliveryState.PARKED, reason="x")
    first, second = admin.see("/intake/parked"), admin.see("/intake/parked?page=2")
    assert str(made[-1].id) in first and str(made[0].id) not in first
    assert str(made[0].id) in second and "27" in admin.see("/intake/counts?at=intake/parked")
    assert str(made[0].id) in admin.see("/intake/parked?page=99999")


def test_parked_mail_is_read_again_one_or_all(admin: Knocking) -> None:
    made = [delivery(RAW) for _ in range(3)]
    for one in made:
        settle(one, DeliveryState.PARKED, reason="x")
    admin.do(f"/intake/deliveries/{made[0].id}/replay")
    assert Delivery.objects.filter(state=DeliveryState.UNPROCESSED).count() == 1
    assert "no longer" in admin.do(f"/intake/deliveries/{made[0].id}/replay", 404)
    page = admin.do("/intake/parked/round")
    assert "0 of 2" in page and "Stop" in page and "Read all again" not in page
    assert "already" in admin.do("/intake/parked/round", 409)
    begun = Round.objects.get()
    go_on(begun.id)
    for one in Delivery.objects.filter(round=begun)[:1]:
        settle(one, DeliveryState.STORED)
    assert "1 of 2" in admin.see("/intake/parked/rows")
    for one in Delivery.objects.filter(round=begun, state=DeliveryState.UNPROCESSED):
        settle(one, DeliveryState.PARKED, reason="It is <still> broken.")
    go_on(begun.id)
    page = admin.see("/intake/parked/rows")
    assert "1 came in, 1 came back." in page and "1 × It is &lt;still&gt; broken." in page
    assert "Read all again" in page
    Round.objects.update(over_at=clock.now() - timedelta(days=2))
    assert "came in" not in admin.see("/intake/parked/rows"), "it is told for a day"


def test_all_are_let_in_after_a_question_and_that_can_be_stopped(admin: Knocking) -> None:
    some = [delivery(RAW) for _ in range(3)]
    for one in some:
        settle(one, DeliveryState.QUARANTINED, reason="Spam.")
    page = admin.see("/intake/quarantine")
    assert 'hx-confirm="Let in all 3 messages' in page
    assert "0 of 3" in admin.do("/intake/quarantine/round")
    go_on(Round.objects.get().id)
    page = admin.do("/intake/quarantine/round", method="delete")
    assert "Stopped." in page and "3 were left as they were" in page
    assert "3 messages wait" in page
    admin.do("/intake/quarantine/round", 409, method="delete")
    auditor = Knocking(agent(Role.AUDITOR))
    assert "Let all in" not in auditor.see("/intake/quarantine")
    auditor.do("/intake/quarantine/round", 403)


def test_who_is_in_quarantine_is_let_in_or_blocked(admin: Knocking) -> None:
    good, bad = delivery(RAW), delivery(RAW)
    for one, sender in ((good, "ana@example.com"), (bad, "spam@example.com")):
        summary = {"sender": sender, "name": "", "subject": "Hm", "excerpt": "Words"}
        aside = DeliveryState.QUARANTINED
        settle_all([Outcome(one.id, aside, "It looks like spam.", summary=summary)])
    assert "spam@example.com" in admin.see("/intake/quarantine")
    admin.do(f"/intake/deliveries/{good.id}/admission")
    page = admin.do(f"/intake/deliveries/{bad.id}/block")
    good.refresh_from_db()
    assert good.let_in and good.state == DeliveryState.UNPROCESSED
    assert blocked([("email", "spam@example.com")]) and "spam@example.com" not in page


def test_a_blocked_sender_is_listed_and_may_write_again(admin: Knocking) -> None:
    spam, again, other = delivery(RAW), delivery(RAW), delivery(RAW)
    for one, sender in (
        (spam, "spam@x.example"),
        (again, "Spam@x.example"),
        (other, "o@x.example"),
    ):
        summary = {"sender": sender, "name": "", "subject": "Hm", "excerpt": "Words"}
        settle_all([Outcome(one.id, DeliveryState.QUARANTINED, "Spam.", summary=summary)])
        admin.do(f"/intake/deliveries/{one.id}/block")
    page = admin.see("/intake/blocked")
    assert "spam@x.example" in page and "o@x.example" in page
    page = admin.do(f"/intake/blocked/{again.id}", method="delete")
    assert "spam@x.example" not in page and "o@x.example" in page
    assert blocked([("email", "spam@x.example"), ("email", "o@x.example")]) == {
        ("email", "o@x.example")
    }
    assert "spam@x.example" in admin.see("/intake/quarantine")
    admin.do(f"/intake/blocked/{again.id}", 404, method="delete")


def test_what_became_a_conversation_is_not_shown_here(admin: Knocking) -> None:
    one = delivery(RAW)
    settle(one, DeliveryState.STORED)
    for path in (f"/intake/deliveries/{one.id}", f"/intake/deliveries/{one.id}/raw"):
        admin.see(path, 404)


def test_a_parked_mail_is_put_away_with_a_reason_and_parked_again(admin: Knocking) -> None:
    one = delivery(RAW, sender="bounce@relay.example")
    settle(one, DeliveryState.PARKED, reason="It is broken.")
    path = f"/intake/deliveries/{one.id}"
    assert "Seen, nothing to do" in admin.see(path)
    assert "Say why" in admin.do(f"{path}/away", 422, why=" ")
    page = admin.do(f"{path}/away", why="A <test> of ours")
    assert "Nothing is parked" in page and "A &lt;test&gt; of ours" in page
    assert admin.person.name in page and "count" not in admin.see("/intake/counts")
    assert "dealt with" in admin.do(f"{path}/away", 404, why="Twice")
    assert bytes(Delivery.objects.get().body) == RAW, "it stays as it came"
    page = admin.do(f"{path}/away", method="delete")
    assert "It is broken." in page and "A &lt;test&gt;" not in page
    assert "parked again already" in admin.do(f"{path}/away", 404, method="delete")


def test_only_what_is_parked_is_put_away(admin: Knocking) -> None:
    one = delivery(RAW)
    settle(one, DeliveryState.QUARANTINED, reason="x")
    admin.do(f"/intake/deliveries/{one.id}/away", 409, why="Seen")
    assert Delivery.objects.get().state == DeliveryState.QUARANTINED


def test_what_was_put_away_can_still_be_read(admin: Knocking) -> None:
    one = delivery(RAW)
    settle(one, DeliveryState.PARKED, reason="It is broken.")
    path = f"/intake/deliveries/{one.id}"
    page = admin.do(f"{path}/away", why="A test of ours")
    assert f'href="{path}"' in page and "Hm" in page and "It is broken." in page
    assert "1 kB" in page
    page = admin.see(path)
    assert "&lt;b&gt;Hello" in page and "A test of ours" in page and admin.person.name in page
    assert "Park it again" in page and "/replay" not in page and "/admission" not in page
    assert admin.client.get(f"{path}/raw").content == RAW
    auditor = Knocking(agent(Role.AUDITOR))
    assert "Park it again" not in auditor.see(path)
    auditor.see(f"{path}/raw", 403)


def test_what_was_put_away_comes_in_pages_the_last_first(admin: Knocking) -> None:
    made = [delivery(RAW) for _ in range(27)]
    for one in made:
        settle(one, DeliveryState.PARKED, reason="x")
    for one in [*made[1:], made[0]]:
        put_away(one, why="Seen", by=admin.person)
    first, second = admin.see("/intake/parked"), admin.see("/intake/parked?page=9&away=2")
    assert first.index(str(made[0].id)) < first.index(str(made[26].id))
    assert str(made[1].id) not in first and 'href="?page=1&amp;away=2#away-title"' in first
    assert str(made[1].id) in second and 'href="?page=1&amp;away=1#away-title"' in second
    assert "/intake/parked/rows?page=1&amp;away=2" in second, "it stays where one reads"
