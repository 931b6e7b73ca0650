"""Brands with their inboxes and addresses, as the settings show them."""

from dataclasses import dataclass
from uuid import UUID

from lifelong.channels.models import Brand, Channel, Endpoint, Inbox
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.relay import host_of
from lifelong.customers.phones import shown

#: where one of each is set up
_PAGES: dict[str, str] = {Channel.EMAIL: "endpoints", Channel.SMS: "numbers"}


@dataclass(frozen=True)
class EndpointRow:
    id: UUID
    address: str
    name: str
    #: where answers leave; "" when they are kept on this machine
    relay_host: str
    is_active: bool
    channel: str
    href: str


@dataclass(frozen=True)
class InboxRow:
    id: UUID
    name: str
    members: list[str]
    teams: list[str]
    endpoints: list[EndpointRow]


@dataclass(frozen=True)
class BrandRow:
    id: UUID
    name: str
    zone: str
    currency: str
    inboxes: list[InboxRow]


def brand_rows() -> list[BrandRow]:
    brands = Brand.objects.prefetch_related(
        "inboxes__endpoints", "inboxes__members", "inboxes__teams"
    )
    return [
        BrandRow(
            id=one.id,
            name=one.name,
            zone=one.zone,
            currency=one.currency,
            inboxes=[_inbox(inbox) for inbox in sorted(one.inboxes.all(), key=str)],
        )
        for one in brands.order_by("name")
    ]


def _inbox(inbox: Inbox) -> InboxRow:
    return InboxRow(
        id=inbox.id,
        name=inbox.name,
        members=sorted(one.name for one in inbox.members.all() if one.is_active),
        teams=sorted(one.name for one in inbox.teams.all()),
        endpoints=[
            _endpoint(one)
            for one in sorted(inbox.endpoints.all(), key=str)
            if one.channel in _PAGES
        ],
    )


def _endpoint(row: Endpoint) -> EndpointRow:
    is_mail = row.channel == Channel.EMAIL
    return EndpointRow(
        id=row.id,
        address=row.address if is_mail else shown(row.address),
        name=row.name,
        relay_host=host_of(secrets_of(row).relay) if is_mail else "Twilio",
        is_active=row.is_active,
        channel=row.channel,
        href=f"/settings/{_PAGES[row.channel]}/{row.id}",
    )
