"""Inboxes, and the addresses under which customers reach us."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.events import EndpointChanged, EndpointOpened
from lifelong.channels.models import Channel, Endpoint, Inbox
from lifelong.events.log import record
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction


class Misplaced(Refused):
    """Something about a brand, an inbox or an address is not as it has to be."""

    code = "misplaced"
    status = 422


class AlreadyThere(Refused):
    code = "already-there"


def save_inbox(inbox: Inbox, *, name: str) -> Inbox:
    """Make a new inbox of `inbox.brand`, or rename one."""
    inbox.name = named(name, 80)
    with transaction():
        if _others(inbox).filter(brand=inbox.brand, name__iexact=inbox.name).exists():
            raise AlreadyThere(_("This brand has an inbox of that name already."))
        inbox.save()
    return inbox


def open_endpoint(
    *,
    inbox: Inbox,
    channel: Channel,
    address: str,
    name: str,
    settings: dict[str, Any],
    secrets: dict[str, Any],
    by: Agent | None,
    connector: str = "email",
) -> Endpoint:
    """From now on what is sent to `address` arrives in `inbox`."""
    endpoint = Endpoint(connector=connector, channel=channel, address=_address(channel, address))
    with transaction():
        if Endpoint.objects.filter(channel=channel, address=endpoint.address).exists():
            raise AlreadyThere(_("This address is in use here already."))
        _settle(endpoint, inbox, name, settings, secrets)
        endpoint.save(force_insert=True)
        record(EndpointOpened(endpoint_id=endpoint.id, inbox_id=inbox.id, by_id=_id(by)))
    return endpoint


def change_endpoint(
    endpoint: Endpoint,
    *,
    inbox: Inbox,
    name: str,
    settings: dict[str, Any],
    secrets: dict[str, Any],
    is_active: bool,
    by: Agent | None,
) -> None:
    """All but the address itself: customers know it, and messages point to it."""
    with transaction():
        _settle(endpoint, inbox, name, settings, secrets)
        endpoint.is_active = is_active
        endpoint.save()
        record(
            EndpointChanged(
                endpoint_id=endpoint.id, inbox_id=inbox.id, is_active=is_active, by_id=_id(by)
            )
        )


def _settle(
    endpoint: Endpoint, inbox: Inbox, name: str, settings: dict[str, Any], secrets: dict[str, Any]
) -> None:
    endpoint.inbox, endpoint.brand, endpoint.name = inbox, inbox.brand, named(name, 120)
    endpoint.settings, endpoint.secrets = settings, secrets


def _address(channel: Channel, address: str) -> str:
    address = address.strip().lower()
    if channel is not Channel.EMAIL:
        return address
    try:
        validate_email(address)
    except ValidationError as error:
        raise Misplaced(_("That is not an e-mail address.")) from error
    if "+" in address:
        raise Misplaced(_("An address of ours has no + in it: what follows one is a mark of ours."))
    return address


def named(name: str, longest: int) -> str:
    name = " ".join(name.split())[:longest]
    if not name:
        raise Misplaced(_("It needs a name."))
    return name


def _others(row: Model) -> Any:
    return type(row)._default_manager.exclude(pk=row.pk)


def _id(by: Agent | None) -> Any:
    return by.id if by else None
