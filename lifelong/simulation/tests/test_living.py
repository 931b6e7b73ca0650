"""The demo shop while it lives: all of it comes in by the real doors, and is understood."""

import random
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client

from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Connection, Delivery, DeliveryState, Endpoint
from lifelong.channels.tests.building import endpoint
from lifelong.commerce.models import Milestone, Order
from lifelong.connectors.intake import settle_batch
from lifelong.conversations.models import Conversation
from lifelong.simulation import doors
from lifelong.simulation.demo import fill_once
from lifelong.simulation.doors import Shut
from lifelong.simulation.living import Life
from lifelong.simulation.queries import is_here

pytestmark = pytest.mark.django_db


class Server:
    """Where mails are handed in, without a network."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None: ...

    def send_message(self, message: EmailMessage, from_addr: str, to_addrs: list[str]) -> None:
        envelope = {"sender": from_addr, "recipients": to_addrs, "peer": "127.0.0.1"}
        keep("email", body=message.as_bytes(), envelope=envelope)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(enforce_csrf_checks=True)

    def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
        kind = headers.pop("Content-Type")
        answer = client.post(path, data=body, content_type=kind, headers=headers)
        assert answer.status_code < 300, answer.content
        return answer.content

    monkeypatch.setattr(doors, "_post", post)
    monkeypatch.setattr(doors, "_here", lambda: "http://testserver")
    monkeypatch.setattr("lifelong.simulation.doors.smtplib.SMTP", Server)


def test_a_door_that_was_taken_away_is_shut() -> None:
    with pytest.raises(Shut, match="mail"):
        Life(random.Random(7))


def test_where_nobody_has_bought_lately_nothing_happens() -> None:
    for channel in ("email", "sms", "chat"):
        endpoint(channel=channel)
    Connection.objects.create(brand=Endpoint.objects.all()[0].brand, connector="shopify")
    life = Life(random.Random(7))
    assert {life.step() for _one in range(20)} == {"Nothing to do."}


@pytest.mark.proof
def test_people_write_buy_and_wait_for_parcels() -> None:
    assert not is_here()
    fill_once()
    assert is_here()
    while settle_batch():
        pass
    waiting, orders, milestones = _counts()
    life = Life(random.Random(7))
    said = []
    for _one in range(40):
        said.append(life.step())
        while settle_batch():
            pass
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.STORED}
    assert set(Delivery.objects.values_list("connector", flat=True)) == {
        "email", "twilio", "chat", "shopify",
    }  # fmt: skip
    after = _counts()
    assert after[0] > waiting + 5
    assert after[1] > orders + 3
    assert after[2] > milestones + 5
    assert Order.objects.filter(customer=None).count() == 0, "everybody is known"
    assert all(said)


def _counts() -> tuple[int, int, int]:
    return (
        Conversation.objects.exclude(waiting_since=None).count(),
        Order.objects.count(),
        Milestone.objects.count(),
    )
