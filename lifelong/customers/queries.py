"""Reads for screens and API. Whoever may see customers sees every one."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.lib.errors import NotFound
from lifelong.lib.statements import Statement, among


def customers(*, visible_to: Caller) -> QuerySet[Customer]:
    """People with all their handles, the newest first; of those who were joined who leads."""
    return everybody(visible_to=visible_to).filter(lead=None)


def everybody(*, visible_to: Caller) -> QuerySet[Customer]:
    """Customers, each by itself, also those who are joined to another."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    rows = Customer.objects.prefetch_related("handles", "joined__handles")
    return rows.order_by("-id")


def customer(customer_id: UUID, *, visible_to: Caller) -> Customer:
    found = everybody(visible_to=visible_to).filter(pk=customer_id).first()
    if found is None:
        raise NotFound(_("There is no such customer for you."))
    return found


def holder_of(kind: str, value: str, *, visible_to: Caller) -> QuerySet[Customer]:
    """The one person who holds this handle, or none."""
    spelled = value.lower() if kind == HandleKind.EMAIL else value
    held = Handle.objects.filter(kind=kind, value=spelled).select_related("customer")
    holders = [one.customer.person_id for one in held]
    return customers(visible_to=visible_to).filter(pk__in=holders)


def who_is_who(customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The person that each of these is, and everybody who is one of them: the leading customer by
    customer. For what we do ourselves; it looks at nobody's rights."""
    leads = {lead or pk for pk, lead in _LED.tuples(ids=list(customer_ids))}
    return {pk: lead or pk for pk, lead in _THE_SAME.tuples(leads=list(leads))}


_LED = Statement(lambda: Customer.objects.filter(among("pk", "ids")).values_list("pk", "lead_id"))
_THE_SAME = Statement(
    lambda: Customer.objects.filter(
        Q(among("pk", "leads")) | Q(among("lead", "leads"))
    ).values_list("pk", "lead_id")
)
