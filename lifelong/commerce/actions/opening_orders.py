"""The rows of orders, made by whoever mentions one first, and locked for a change."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from lifelong.commerce.models import Order

#: a connection's id and the store's id of an order
Key = tuple[str, str]


def open_orders(keys: Collection[Key]) -> dict[Key, Order]:
    """Lock these orders; one that only a parcel or a refund has mentioned is begun empty."""
    if not keys:
        return {}
    wanted = sorted(keys)  # in one order everywhere, so that two batches cannot lock each other
    known = _locked(wanted)
    if missing := [key for key in wanted if key not in known]:
        Order.objects.bulk_create(
            [Order(connection_id=connection_id, ref=ref) for connection_id, ref in missing],
            ignore_conflicts=True,
        )
        known |= _locked(missing)
    return known


def lock_orders(order_ids: Collection[UUID]) -> dict[UUID, Order]:
    """Lock these, in the same order as everybody."""
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=order_ids)
    return {row.id: row for row in rows.order_by("connection", "ref")}


def _locked(keys: Collection[Key]) -> dict[Key, Order]:
    chosen = Q()
    for connection_id in {key[0] for key in keys}:
        refs = [ref for one, ref in keys if one == connection_id]
        chosen |= Q(connection_id=connection_id, ref__in=refs)
    rows = Order.objects.select_for_update(no_key=True).filter(chosen)
    return {(str(row.connection_id), row.ref): row for row in rows.order_by("connection", "ref")}
