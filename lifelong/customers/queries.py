"""Reads for screens and API. Whoever may see customers sees every one."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.customers.models import Customer, HandleKind
from lifelong.lib.errors import NotFound


def customers(*, visible_to: Caller) -> QuerySet[Customer]:
    """Customers with their handles, the newest first."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return Customer.objects.prefetch_related("handles").order_by("-id")


def customer(customer_id: UUID, *, visible_to: Caller) -> Customer:
    found = customers(visible_to=visible_to).filter(pk=customer_id).first()
    if found is None:
        raise NotFound(_("There is no such customer for you."))
    return found


def holder_of(kind: str, value: str, *, visible_to: Caller) -> QuerySet[Customer]:
    """The one customer who holds this handle, or none."""
    spelled = value.lower() if kind == HandleKind.EMAIL else value
    rows = customers(visible_to=visible_to)
    return rows.filter(handles__kind=kind, handles__value=spelled)
