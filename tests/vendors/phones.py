"""A shop that texts by Twilio, in memory: its number, and what comes of what is sent there."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.test import Client

from lifelong.channels.models import Channel, Delivery, Endpoint
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.outgoing import send
from lifelong.connectors.twilio.sending import webhook
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Entry, Sending
from lifelong.conversations.tests.building import agent, inbox
from lifelong.events.models import Event
from lifelong.events.reactor import handle
from lifelong.lib import clock
from tests.vendors.server import Vendor
from tests.vendors.twilio import Made, Twilio, sign

OURS, ANA = "+4915735990000", "+447700900123"


def number(twilio: Twilio, address: str = OURS) -> Endpoint:
    """A number of ours at this Twilio."""
    into = inbox()
    return Endpoint.objects.create(
        brand=into.brand,
        inbox=into,
        channel=Channel.SMS,
        connector="twilio",
        address=address,
        name="Shop",
        settings={"account": twilio.account, "api": twilio.url},
        secrets={"token": twilio.token},
    )


@dataclass
class Phones:
    """Knocks at our door as Twilio does, without a network between."""

    twilio: Twilio
    endpoint: Endpoint

    def text(self, body: str, *, sender: str = ANA, **more: object) -> Entry | None:
        """Somebody texts; what becomes of it, if an entry does."""
        fields = self.twilio.text_fields(sender, self.endpoint.address, body, **more)  # type: ignore[arg-type]
        assert self.knock(webhook(self.endpoint), fields) == 200
        return self.taken()

    def taken(self) -> Entry | None:
        """The door's last delivery, read; what follows from it has happened."""
        settle_batch()
        react()
        last = Delivery.objects.order_by("-id").first()
        return Entry.objects.filter(message__delivery_id=last.id).first() if last else None

    def report(self, made: Made, status: str, *, error: int = 0) -> None:
        fields = [
            ("MessageSid", made.sid),
            ("SmsSid", made.sid),
            ("MessageStatus", status),
            ("AccountSid", self.twilio.account),
            ("To", made.get("To")),
            ("From", made.get("From")),
        ]
        if error:
            fields.append(("ErrorCode", str(error)))
        assert self.knock(made.get("StatusCallback"), fields) == 200
        settle_batch()

    def knock(self, url: str, fields: list[tuple[str, str]], *, signature: str = "") -> int:
        where = urlsplit(url)
        answer = Client().post(
            f"{where.path}?{where.query}" if where.query else where.path,
            data=urlencode(fields),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature or sign(url, fields, self.twilio.token)},
        )
        return answer.status_code


def react() -> None:
    """Run what follows from all facts so far; what is done is skipped."""
    handle([str(one) for one in Event.objects.values_list("id", flat=True)])


def answered(contact: Contact | None, text: str = "It left today.", **more: object) -> Entry:
    """An answer whose time to be taken back is over."""
    assert contact is not None
    hero = agent()
    entry = reply(contact, text=text, by=hero, seen_position=None, **more)  # type: ignore[arg-type]
    Sending.objects.filter(pk=entry.pk).update(send_at=clock.now(), next_try_at=clock.now())
    return entry


def try_now(entry: Entry) -> None:
    """The next try, though its time may not have come."""
    Sending.objects.filter(pk=entry.pk).update(next_try_at=clock.now())
    send(entry.id)


def state(entry: Entry) -> str:
    return Sending.objects.get(pk=entry.pk).state


__all__ = ["ANA", "OURS", "Phones", "Vendor", "answered", "number", "react", "state", "try_now"]
