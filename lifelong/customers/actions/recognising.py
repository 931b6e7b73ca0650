"""From a handle to its person: found, or made once, also when fifty ask at the same moment."""

from datetime import datetime

from django.db import connection

from lifelong.customers.models import Customer, Handle
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def recognise(
    *, kind: str, value: str, name: str = "", how: str, proof: str | None = None
) -> Handle:
    """The handle with its customer loaded. Notes `proof` and a name where we had none."""
    with transaction():
        handle = _find(kind, value) or _make(kind, value, name=name, how=how)
        if proof and handle.proved_at is None:
            handle.proved_how, handle.proved_at = proof, clock.now()
            handle.save(update_fields=["proved_how", "proved_at"])
        if name and not handle.customer.name:
            handle.customer.name = name[:200]
            handle.customer.save(update_fields=["name"])
        return handle


def _find(kind: str, value: str) -> Handle | None:
    return Handle.objects.select_related("customer").filter(kind=kind, value=value).first()


def _make(kind: str, value: str, *, name: str, how: str) -> Handle:
    at = clock.now()
    customer = Customer(name=name[:200], made_at=at)
    handle = Handle(customer=customer, kind=kind, value=value, claimed_how=how, claimed_at=at)
    if not _insert(handle, at):
        found = _find(kind, value)
        assert found is not None, "a handle that is taken has a holder"
        return found
    customer.save(force_insert=True)
    # Django has not seen the insert: without this a save would insert once more
    handle._state.adding = False
    return handle


def _insert(handle: Handle, at: datetime) -> bool:
    """Whether the handle was free. Waits for another transaction that is just taking it.

    The customer's row follows: its foreign key is checked at the commit.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO customers_handle"
            " (id, customer_id, kind, value, claimed_how, claimed_at, shared)"
            " VALUES (%s, %s, %s, %s, %s, %s, false) ON CONFLICT (kind, value) DO NOTHING",
            [
                handle.id,
                handle.customer.id,
                handle.kind,
                handle.value,
                handle.claimed_how,
                at,
            ],
        )
        return bool(cursor.rowcount)
