"""Asking systems that tell nothing by themselves, whatever the vendor."""

from uuid import UUID

from lifelong.channels.models import Connection
from lifelong.connectors.registry import CONNECTORS


def asked_ids() -> list[UUID]:
    """The connections that are to be asked."""
    names = [name for name, one in CONNECTORS.items() if one.ask is not None]
    rows = Connection.objects.filter(connector__in=names, is_active=True)
    return list(rows.order_by("id").values_list("id", flat=True))


def ask(connection_id: UUID) -> int:
    """One round. How many answers were kept; 0 for what was disconnected meanwhile."""
    found = Connection.objects.filter(pk=connection_id, is_active=True).first()
    known = CONNECTORS[found.connector].ask if found is not None else None
    return known(found) if known is not None and found is not None else 0
