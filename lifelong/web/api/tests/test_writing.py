from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from lifelong.accounts.models import Role
from lifelong.channels.models import Block, Delivery, DeliveryState
from lifelong.conversations.models import Conversation, Entry
from lifelong.lib import clock
from lifelong.web.api.tests.shop import Shop, calls

API = "/api/v1"


def send(client: Client, method: str, path: str, **body: Any) -> Any:
    return client.generic(
        method, f"{API}/{path}", _json(body) if body else "", content_type="application/json"
    )


def _json(body: dict[str, Any]) -> str:
    from django.core.serializers.json import DjangoJSONEncoder

    return DjangoJSONEncoder().encode(body)


def test_an_answer_is_sent_once_however_often_it_is_repeated(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    hero = shop.agent("hal", Role.HERO)
    body = {"id": uuid4(), "contact_id": entry.contact_id, "text": "Soon", "seen_position": 1}
    path = f"conversations/{entry.conversation_id}/replies"
    answers = [send(calls(hero), "POST", path, **body) for _ in range(3)]
    assert [one.status_code for one in answers] == [201] * 3
    assert {one.json()["id"] for one in answers} == {str(body["id"])}
    assert answers[0].json()["sending"]["state"] == "queued"
    assert Entry.objects.filter(kind="message_out").count() == 1
    assert Conversation.objects.get().owner_id == hero.id


def test_an_answer_stops_before_words_that_the_writer_has_not_seen(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    shop.mail("ana@example.com", "It came!")
    path = f"conversations/{entry.conversation_id}/replies"
    body = {"contact_id": entry.contact_id, "text": "Soon", "seen_position": 1}
    answer = send(calls(shop.agent("hal", Role.HERO)), "POST", path, **body)
    assert (answer.status_code, answer.json()["error"]) == (409, "unseen")


def test_an_answer_needs_a_contact_of_that_conversation(shop: Shop) -> None:
    entry, other = shop.mail("a@example.com", "A"), shop.mail("b@example.com", "B")
    path = f"conversations/{entry.conversation_id}/replies"
    body = {"contact_id": other.contact_id, "text": "Soon", "seen_position": 1}
    answer = send(calls(shop.agent("hal", Role.HERO)), "POST", path, **body)
    assert answer.status_code == 404


@pytest.mark.parametrize("noun", ["replies", "notes"])
def test_an_id_that_is_used_elsewhere_is_refused(shop: Shop, noun: str) -> None:
    entry, other = shop.mail("a@example.com", "A"), shop.mail("b@example.com", "B")
    body = {"id": other.id, "contact_id": entry.contact_id, "text": "x", "seen_position": 1}
    path = f"conversations/{entry.conversation_id}/{noun}"
    answer = send(calls(shop.agent("hal", Role.HERO)), "POST", path, **body)
    assert (answer.status_code, answer.json()["error"]) == (409, "id-taken")


def test_a_service_without_an_agent_writes_to_nobody(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    answer = send(calls(), "POST", f"conversations/{entry.conversation_id}/notes", text="Hm")
    assert (answer.status_code, answer.json()["error"]) == (403, "needs-agent")


def test_a_note_is_kept(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    client = calls(shop.agent("hal", Role.HERO))
    answer = send(client, "POST", f"conversations/{entry.conversation_id}/notes", text="Hm")
    assert (answer.status_code, answer.json()["kind"]) == (201, "note")


def test_a_contact_is_closed_and_taken_up_again(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    client, path = calls(shop.agent("hal", Role.HERO)), f"contacts/{entry.contact_id}/closure"
    assert send(client, "POST", path, topic_id=shop.topic.id).json()["error"] == "still-waiting"
    closed = send(client, "POST", path, topic_id=shop.topic.id, reason="By phone").json()
    assert (closed["status"], closed["resolution"]) == ("closed", "solved")
    assert send(client, "POST", path, topic_id=shop.topic.id, reason="x").status_code == 409
    assert send(client, "DELETE", path).json()["status"] == "open"


def test_a_contact_is_set_aside_until_a_moment_that_names_its_zone(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    client, path = calls(shop.agent("hal", Role.HERO)), f"contacts/{entry.contact_id}/set-aside"
    until = clock.now() + timedelta(days=1)
    naive = until.replace(tzinfo=None).isoformat()
    assert send(client, "POST", path, on="carrier", until=naive).status_code == 422
    for odd in ("3386-01-11T12:31:46-19:33", "9999-12-31T23:59:59-23:59"):
        assert send(client, "POST", path, on="carrier", until=odd).status_code in (200, 422)
    aside = send(client, "POST", path, on="carrier", until=until.isoformat())
    assert aside.json()["status"] == "pending"


def test_a_conversation_has_one_owner(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    hal, liv = shop.agent("hal", Role.HERO), shop.agent("liv", Role.LEAD)
    path = f"conversations/{entry.conversation_id}/owner"
    assert send(calls(hal), "PUT", path, agent_id=hal.id).json()["owner_id"] == str(hal.id)
    assert send(calls(liv), "PUT", path, agent_id=liv.id).status_code == 409
    assert send(calls(hal), "PUT", path, agent_id=liv.id).status_code == 403
    assert send(calls(liv), "PUT", path, agent_id=liv.id).status_code == 409
    other = shop.agent("cy", Role.HERO)
    assert send(calls(liv), "PUT", path, agent_id=other.id).json()["owner_id"] == str(other.id)
    assert send(calls(hal), "DELETE", path).status_code == 403
    assert send(calls(other), "DELETE", path).status_code == 204
    assert Conversation.objects.get().owner is None


def test_a_parked_delivery_is_read_again_once(shop: Shop) -> None:
    path = f"deliveries/{shop.waiting_delivery(DeliveryState.PARKED)}/replay"
    assert send(calls(), "POST", path).json()["state"] == "unprocessed"
    assert send(calls(), "POST", path).status_code == 409


def test_a_quarantined_delivery_is_let_in_or_blocked_once(shop: Shop) -> None:
    path = f"deliveries/{shop.waiting_delivery(DeliveryState.QUARANTINED)}"
    assert send(calls(), "POST", f"{path}/admission").json()["let_in"] is True
    assert send(calls(), "POST", f"{path}/block").status_code == 409
    path = f"deliveries/{shop.waiting_delivery(DeliveryState.QUARANTINED)}"
    assert send(calls(), "POST", f"{path}/block").json()["state"] == "blocked"
    assert Block.objects.count() == 1
    assert Delivery.objects.filter(state=DeliveryState.STORED).count() == 0


@pytest.mark.parametrize("body", ["{", "[]", '{"text": "\\u0000"}', '{"text": "\\ud800"}', "\xff"])
def test_a_body_that_makes_no_sense_is_refused_in_words(shop: Shop, body: str) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    client = calls(shop.agent("hal", Role.HERO))
    path = f"{API}/conversations/{entry.conversation_id}/notes"
    answer = client.post(path, body.encode("latin-1"), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")
