"""Reads for screens and API. Whoever may see customers sees what they bought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.commerce.models import Financial, Order, Refund, Review
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.lib.errors import NotFound
from lifelong.lib.money import Money

#: money has come in; what went back is taken off
PAID = (
    Financial.PAID,
    Financial.PARTIALLY_PAID,
    Financial.PARTIALLY_REFUNDED,
    Financial.REFUNDED,
)


def orders(*, visible_to: Caller) -> QuerySet[Order]:
    """All that is known of orders, the newest first. Not those that were only mentioned yet."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return (
        Order.objects.filter(placed_at__isnull=False, deleted_at=None)
        .select_related("connection__brand", "customer")
        .prefetch_related("items", "recipients", "shipments", "refunds__lines")
        .order_by("-placed_at", "-id")
    )


def order(order_id: UUID, *, visible_to: Caller) -> Order:
    found = orders(visible_to=visible_to).filter(pk=order_id).first()
    if found is None:
        raise NotFound(_("There is no such order for you."))
    return found


def bought_by(customer_id: UUID, *, visible_to: Caller) -> QuerySet[Order]:
    """Orders of one person, whichever of the customers joined to them is named."""
    named = Customer.objects.filter(pk=customer_id).first()
    person_id = named.person_id if named else customer_id
    theirs = Q(customer=person_id) | Q(customer__lead=person_id)
    return orders(visible_to=visible_to).filter(theirs)


def bought_or_claimed(
    customer_ids: Collection[UUID], handles: Collection[Handle], *, visible_to: Caller
) -> QuerySet[Order]:
    """Orders of these customers, who are one person; and, with no customer, those of nobody at
    whose checkout one of their handles was written beside somebody else's."""
    mails, phones = _values(handles)
    # said as the indexes of disputed orders say it
    claimed = (Q(email__in=mails) & ~Q(email="")) | (Q(phone__in=phones) & ~Q(phone=""))
    theirs = Q(customer__in=customer_ids) | (Q(customer=None) & claimed)
    return orders(visible_to=visible_to).filter(theirs)


def sent_to(handles: Collection[Handle], *, visible_to: Caller) -> QuerySet[Order]:
    """What others have bought for whoever holds these."""
    _mails, phones = _values(handles)
    rows = orders(visible_to=visible_to)
    if not phones:
        return rows.none()
    return rows.filter(recipients__phone__in=phones, recipients__is_buyer=False)


def reviews_by(customer_ids: Collection[UUID], *, visible_to: Caller) -> QuerySet[Review]:
    """What these customers think of what they bought, the newest first."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    rows = Review.objects.filter(customer__in=customer_ids)
    return rows.select_related("product").order_by("-at", "-id")


def _values(handles: Collection[Handle]) -> tuple[list[str], list[str]]:
    mails = [one.value for one in handles if one.kind == HandleKind.EMAIL]
    phones = [one.value for one in handles if one.kind == HandleKind.PHONE]
    return mails, phones


@dataclass(frozen=True)
class Totals:
    """What somebody has bought in all. Trials and cancelled orders count nowhere."""

    orders: int
    #: paid and kept, by currency
    spent: list[Money]
    since: datetime | None


def totals(customer_ids: Collection[UUID]) -> Totals:
    counted = Order.objects.filter(
        customer_id__in=customer_ids, placed_at__isnull=False, deleted_at=None, is_test=False,
        cancelled_at=None,
    )  # fmt: skip
    found = counted.aggregate(orders=Count("id"), since=Min("placed_at"))
    paid = counted.filter(financial__in=PAID).order_by()
    spent = dict(paid.values_list("currency").annotate(sum=Sum("total")))
    back = Refund.objects.filter(order__in=paid, currency=F("order__currency"))
    for currency, given in back.values_list("currency").annotate(sum=Sum("amount")):
        spent[currency] -= given
    return Totals(
        orders=found["orders"],
        spent=[Money(amount, currency) for currency, amount in sorted(spent.items())],
        since=found["since"],
    )
