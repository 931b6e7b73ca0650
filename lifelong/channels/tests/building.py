"""A brand with its inboxes and addresses, and deliveries at its door, for tests."""

from itertools import count

from lifelong.accounts.models import Agent
from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Brand, Delivery, Endpoint, Inbox

_number = count(1)


def brand(name: str = "") -> Brand:
    return Brand.objects.create(name=name or f"Brand {next(_number)}", languages=["en"])


def inbox(*members: Agent, of: Brand | None = None, name: str = "") -> Inbox:
    """An inbox with these members, of a new brand unless one is given."""
    made = Inbox.objects.create(brand=of or brand(), name=name or f"Inbox {next(_number)}")
    made.members.set(members)
    return made


def endpoint(address: str = "", *, into: Inbox | None = None, channel: str = "email") -> Endpoint:
    """One of our addresses, leading into a new inbox unless one is given."""
    target = into or inbox()
    return Endpoint.objects.create(
        brand=target.brand,
        inbox=target,
        channel=channel,
        address=address or f"support{next(_number)}@shop.example",
        name="Support",
    )


def delivery(
    body: bytes = b"raw",
    *,
    to: str = "support@shop.example",
    sender: str = "ana@example.com",
    peer: str = "127.0.0.1",
) -> Delivery:
    """A raw mail at the door, committed and unread. `peer` is whence it was handed over."""
    envelope = {"sender": sender, "recipients": [to], "peer": peer}
    return keep("email", body=body, envelope=envelope)
