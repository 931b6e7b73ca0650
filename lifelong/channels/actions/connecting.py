"""Systems whose news we take in and in which we act."""

from typing import Any

from lifelong.accounts.models import Agent
from lifelong.channels.actions.opening import named
from lifelong.channels.events import ConnectionChanged, ConnectionMade
from lifelong.channels.models import Brand, Connection
from lifelong.events.log import record
from lifelong.lib.transactions import transaction


def connect(
    connector: str,
    *,
    brand: Brand,
    name: str,
    settings: dict[str, Any],
    secrets: dict[str, Any],
    by: Agent | None,
) -> Connection:
    """From now on its webhooks have a door."""
    made = Connection(
        connector=connector, brand=brand, name=named(name, 120), settings=settings, secrets=secrets
    )
    with transaction():
        made.save(force_insert=True)
        by_id = by.id if by else None
        record(ConnectionMade(connection_id=made.id, brand_id=brand.id, by_id=by_id))
    return made


def change_connection(
    connection: Connection,
    *,
    name: str,
    settings: dict[str, Any],
    secrets: dict[str, Any],
    is_active: bool,
    by: Agent | None,
) -> None:
    """All but the brand, whose currency its amounts are in. Not active: its door is shut."""
    with transaction():
        connection.name, connection.is_active = named(name, 120), is_active
        connection.settings, connection.secrets = settings, secrets
        # what the door counts meanwhile is not ours to write
        connection.save(update_fields=["name", "is_active", "settings", "secrets"])
        by_id = by.id if by else None
        record(ConnectionChanged(connection_id=connection.id, is_active=is_active, by_id=by_id))
