"""Whose order it is. What a checkout says is claimed, never proved, and joins nobody."""

from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import Channel, Connection
from lifelong.commerce.events import OrderChanged
from lifelong.commerce.models import Order
from lifelong.commerce.news import BuyerNews
from lifelong.customers.actions.consenting import take_over
from lifelong.customers.actions.recognising import Claim
from lifelong.customers.actions.showing import attribute
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.events.log import record
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

HOW = "checkout"
#: by which handle a store's word on a channel is about
REACHED_BY = {Channel.EMAIL: HandleKind.EMAIL, Channel.SMS: HandleKind.PHONE}


class AlreadyAttached(Refused):
    code = "already-attached"


def store_handle(connection_id: UUID, ref: str) -> str:
    """The value of the handle of a store's customer."""
    return f"{connection_id}:{ref}"


def know_buyer(buyer: BuyerNews, *, connection: Connection) -> bool:
    """A customer in a store's records becomes somebody whom we recognise."""
    buyer_of(buyer, connection_id=connection.id, how="store")
    return True


def buyer_of(buyer: BuyerNews, *, connection_id: UUID, how: str = HOW) -> Customer | None:
    """The one person at whom all that the store claims of a buyer points, made if there is none.

    None where nothing is claimed, or where handles of several people are, or only shared ones.
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
    customer = attribute(claims) if claims else None
    if customer is not None and buyer.offers:
        _keep_what_they_said(buyer, customer)
    return customer


def _keep_what_they_said(buyer: BuyerNews, customer: Customer) -> None:
    """About offers, on handles that are theirs: nobody says yes for another."""
    values = {Channel.EMAIL: buyer.email, Channel.SMS: buyer.phone}
    for said in buyer.offers:
        held = Handle.objects.filter(
            kind=REACHED_BY[said.channel], value=values[said.channel], shared=False
        ).select_related("customer")
        handle = held.first()
        if handle is not None and handle.customer.person_id == customer.person_id:
            take_over(handle, channel=said.channel, given=said.given, at=said.at)


def attach(order: Order, *, customer: Customer) -> None:
    """A person has said whose order it is, where its handles are several people's."""
    with transaction():
        order = Order.objects.select_for_update(no_key=True).get(pk=order.pk)
        if order.customer_id is not None:
            raise AlreadyAttached(_("It is known by now whose order this is."))
        order.customer = customer
        order.save(update_fields=["customer"])
        record(OrderChanged(customer_id=customer.id, order_id=order.id))
