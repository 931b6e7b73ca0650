"""Giving through the API: once under a key, within authority, decided by who holds it."""

import json
from typing import Any

import pytest
from django.test import Client

from lifelong.accounts.models import Role
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.models import Concession
from lifelong.concessions.tests.building import holder, level
from lifelong.web.api.tests.shop import Shop, calls

pytestmark = pytest.mark.django_db


class Town:
    def __init__(self) -> None:
        self.shop = Shop()
        self.mia, self.lea = (self._calls(level(rank, 2000 * rank)) for rank in (1, 2))
        entry = self.shop.mail("ana@example.com", "It is late.")
        self.customer_id = str(entry.customer_id)
        self.order = taken(order("1", buyer=buyer("ana@example.com")))

    def _calls(self, held: Any) -> Client:
        person = holder(held, Role.HERO)
        self.shop.service.inbox.members.add(person)
        return calls(person)

    def wish(self, **changes: Any) -> dict[str, Any]:
        return {
            "kind": "refund", "amount": 1500, "currency": "EUR", "reason": "late",
            "customer_id": self.customer_id, "order_id": str(self.order.id), **changes,
        }  # fmt: skip


@pytest.fixture
def town() -> Town:
    return Town()


def post(client: Client, path: str, said: Any, key: str = "k") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = json.dumps(said)
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def test_the_same_key_gives_once_and_no_key_gives_nothing(town: Town) -> None:
    first = post(town.mia, "/concessions", town.wish())
    again = post(town.mia, "/concessions", town.wish())
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and first.json()["state"] == "granted"
    assert post(town.mia, "/concessions", town.wish(amount=1)).json()["error"] == "key-reused"
    assert post(town.mia, "/concessions", town.wish(amount=1), key="").status_code == 422
    assert Concession.objects.count() == 1


def test_beyond_authority_it_is_asked_for_and_decided(town: Town) -> None:
    wish = town.wish(amount=3000)
    assert post(town.mia, "/concessions", wish).json()["error"] == "needs-approval"
    asked = post(town.mia, "/approvals", wish).json()
    assert asked["state"] == "asked" and asked["granted"] is None
    waiting = town.lea.get("/api/v1/approvals?open=true").json()["items"]
    assert [one["id"] for one in waiting] == [asked["id"]]
    said = post(town.lea, f"/approvals/{asked['id']}/decision", {"granted": True, "words": "Yes"})
    assert (said.json()["state"], said.json()["words"]) == ("granted", "Yes")
    listed = town.mia.get(f"/api/v1/concessions?customer={town.customer_id}").json()["items"]
    assert [(one["amount"], one["state"]) for one in listed] == [(3000, "granted")]
    by_order = town.mia.get(f"/api/v1/concessions?order={town.order.id}").json()["items"]
    assert by_order == listed


def test_a_service_reads_and_gives_nothing(town: Town) -> None:
    assert post(calls(), "/concessions", town.wish()).json()["error"] == "needs-agent"
    assert {one["name"] for one in calls().get("/api/v1/levels").json()["items"]} == {
        "Level 1", "Level 2",
    }  # fmt: skip
