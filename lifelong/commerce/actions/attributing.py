"""Whose order it is. What a checkout says is claimed, never proved, and joins nobody."""

from uuid import UUID

from lifelong.channels.models import Connection
from lifelong.commerce.models import Order
from lifelong.commerce.news import BuyerNews
from lifelong.customers.actions.recognising import Claim, find_all, recognise
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.lib import clock

HOW = "checkout"


def store_handle(connection_id: UUID, ref: str) -> str:
    """The value of the handle of a store's customer."""
    return f"{connection_id}:{ref}"


def know_buyer(buyer: BuyerNews, *, connection: Connection) -> bool:
    """A customer in a store's records becomes somebody whom we recognise."""
    buyer_of(buyer, connection_id=connection.id, how="store")
    return True


def buyer_of(buyer: BuyerNews, *, connection_id: UUID, how: str = HOW) -> Customer | None:
    """The one person at whom all that the store claims of a buyer points, made if there is none.

    None where nothing is claimed, or where handles of several people are.
    """
    claims = [
        Claim(kind=kind, value=value, name=buyer.name, how=how)
        for kind, value in (
            (HandleKind.STORE, store_handle(connection_id, buyer.ref) if buyer.ref else ""),
            (HandleKind.EMAIL, buyer.email),
            (HandleKind.PHONE, buyer.phone),
        )
        if value
    ]
    if not claims:
        return None
    known = find_all([one.key for one in claims])
    if claims[0].kind != HandleKind.STORE or claims[0].key not in known:
        holders = {one.customer_id for one in known.values() if not one.shared}
        if len(holders) > 1:
            return None
    return _attribute(claims, known)


def _attribute(claims: list[Claim], known: dict[tuple[str, str], Handle]) -> Customer:
    held = [known[one.key] for one in claims if one.key in known]
    if held:
        customer = held[0].customer
    else:
        first = next((one for one in claims if one.kind != HandleKind.STORE), claims[0])
        customer = recognise(
            kind=first.kind, value=first.value, name=first.name, how=first.how
        ).customer
    for one in claims:
        if one.kind == HandleKind.STORE and one.key not in known:
            Handle.objects.bulk_create(
                [
                    Handle(
                        customer=customer,
                        kind=one.kind,
                        value=one.value,
                        claimed_how=one.how,
                        claimed_at=clock.now(),
                    )
                ],
                ignore_conflicts=True,
            )
    return customer


def attach(order: Order, *, customer: Customer) -> None:
    """A hero says whose order it is."""
    order.customer = customer
    order.save(update_fields=["customer"])
