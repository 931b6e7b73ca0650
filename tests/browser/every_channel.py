"""A shop that is reached by chat, text and mail and tells of its orders, with the other sides:
Twilio, Shopify, a customer's mail server, and a page of the shop's with the widget on it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import jwt

from lifelong.connectors.email.tests.relays import Relay, relay
from lifelong.connectors.shopify.tests.building import fulfilment_body, order_body
from lifelong.lib import ids
from tests.browser.chatting import Chatting, chatting
from tests.browser.shop import post
from tests.instance import ADDRESS, Instance
from tests.vendors.server import standing
from tests.vendors.shopify import Shopify
from tests.vendors.twilio import Twilio

NUMBER = "+4915735990000"
HOP = "mx.shop.example"
DOORS = """
from lifelong.channels.models import Connection, Endpoint, Inbox
inbox = Inbox.objects.get(name="Support")
mail = Endpoint.objects.get(channel="email")
mail.settings, mail.secrets = {"authserv_ids": ["%s"]}, {"relay": "%s"}
mail.save()
Endpoint.objects.create(brand=inbox.brand, inbox=inbox, channel="sms", connector="twilio",
    address="%s", name="Texts", key="the-phones-door", settings={"account": "%s", "api": "%s"},
    secrets={"token": "%s"})
Connection.objects.create(brand=inbox.brand, name="Tent & Trail", connector="shopify",
    key="the-shops-door", settings={"domain": "lantern.myshopify.com"}, secrets={"secret": "hush"})
"""


@dataclass
class EveryChannel:
    chat: Chatting
    twilio: Twilio
    shopify: Shopify
    #: where our mails arrive
    relay: Relay

    @property
    def shop(self) -> Instance:
        return self.chat.shop

    def text(self, sender: str, words: str) -> None:
        """Somebody texts, and Twilio tells us."""
        webhook = f"http://127.0.0.1:{self.shop.port}/hooks/twilio/the-phones-door"
        assert self.twilio.text(webhook, sender=sender, to=NUMBER, body=words) == 200

    def mail(self, sender: str, subject: str, words: str, *, to: str = ADDRESS) -> str:
        """Somebody mails; our own receiving hop has found the mail to be theirs, and says so.
        Its Message-ID."""
        mail = EmailMessage()
        domain = sender.rpartition("@")[2].rstrip(">")
        mail["Authentication-Results"] = f"{HOP}; dmarc=pass header.from={domain}"
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Message-ID"] = f"<{time.monotonic_ns()}@{domain}>"
        mail.set_content(words + "\n")
        assert post(self.shop, mail)
        return str(mail["Message-ID"])

    def news(self, topic: str, body: dict[str, Any]) -> None:
        """Something happens in the shop, and Shopify tells it, twice as it may."""
        self.shopify.happens(topic, body)
        assert self.shopify.send(copies=2) == [200, 200]

    def identity(self, **claims: Any) -> str:
        """What the shop's own server says of who is signed in there."""
        said = {"exp": time.time() + 300, "jti": ids.new_id().hex, **claims}
        return jwt.encode(said, self.chat.secret, algorithm="HS256")


@contextmanager
def every_channel() -> Iterator[EveryChannel]:
    twilio = Twilio()
    with chatting() as chat, standing(twilio), relay() as mailbox:
        account = (twilio.account, twilio.url, twilio.token)
        chat.shop.do(DOORS % (HOP, mailbox.url, NUMBER, *account))
        door = f"http://127.0.0.1:{chat.shop.port}/hooks/shopify/the-shops-door"
        shopify = Shopify(door, secret="hush")
        with standing(shopify):
            yield EveryChannel(chat, twilio, shopify, mailbox)


def at(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def ordered(number: str, *, store_id: int, email: str, phone: str = "") -> dict[str, Any]:
    """An order of just now."""
    made = at()
    return order_body(
        id=int(number), name=f"#{number}", email=email, phone=phone or None,
        created_at=made, updated_at=made, customer={"id": store_id, "first_name": "Ana"},
    )  # fmt: skip


def shipped(number: str) -> dict[str, Any]:
    made = at()
    return fulfilment_body(id=int(number), order_id=int(number), created_at=made, updated_at=made)


def moved(number: str, status: str, *, expected: str) -> dict[str, Any]:
    """News of its parcel, as `fulfillment_events/create` tells them."""
    return {
        "id": f"{status}{number}",
        "fulfillment_id": int(number),
        "order_id": int(number),
        "status": status,
        "happened_at": at(),
        "estimated_delivery_at": expected,
    }
