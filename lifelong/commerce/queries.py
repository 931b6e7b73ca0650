"""Reads for screens and API. Whoever may see customers sees what they bought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.commerce.models import Financial, Order, Review
from lifelong.customers.models import Customer, Handle, HandleKind
from lifelong.lib.errors import NotFound
from lifelong.lib.money import Money
from lifelong.lib.statements import Statement, among

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
    return _known()


def _known() -> QuerySet[Order]:
    return (
        Order.objects.filter(placed_at__isnull=False, deleted_at=None)
        .select_related("connection__brand", "customer")
        .prefetch_related("items", "recipients", "shipments", "incidents", "refunds__lines")
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
    customer_ids: Collection[UUID], handles: Collection[Handle], *, visible_to: Caller, most: int
) -> list[Order]:
    """Orders of these customers, who are one person; and, with no customer, those of nobody at
    whose checkout one of their handles was written beside somebody else's."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    mails, phones = _values(handles)
    return _BOUGHT_OR_CLAIMED.rows(
        customers=list(customer_ids), mails=mails, phones=phones, most=most
    )


def _theirs() -> Q:
    # said as the indexes of disputed orders say it
    by_mail = Q(among("email", "mails")) & ~Q(email="")
    by_phone = Q(among("phone", "phones")) & ~Q(phone="")
    return Q(among("customer", "customers")) | (Q(customer=None) & (by_mail | by_phone))


_BOUGHT_OR_CLAIMED = Statement(lambda: _known().filter(_theirs()))


def sent_to(
    handles: Collection[Handle], *, but: Collection[UUID], visible_to: Caller, most: int
) -> list[Order]:
    """What others than these customers have bought for whoever holds these."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    _mails, phones = _values(handles)
    if not phones:
        return []
    return _SENT_TO.rows(phones=phones, customers=list(but), most=most)


_SENT_TO = Statement(
    lambda: _known().filter(
        Q(customer=None) | ~Q(among("customer", "customers")),
        among("recipients__phone", "phones"),
        recipients__is_buyer=False,
    )
)


def reviews_by(customer_ids: Collection[UUID], *, visible_to: Caller, most: int) -> list[Review]:
    """What these customers think of what they bought, the newest first."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    return _REVIEWS.rows(customers=list(customer_ids), most=most)


_REVIEWS = Statement(
    lambda: (
        Review.objects.filter(among("customer", "customers"))
        .select_related("product")
        .order_by("-at", "-id")
    )
)


def _values(handles: Collection[Handle]) -> tuple[list[str], list[str]]:
    mails = [one.value for one in handles if one.kind == HandleKind.EMAIL]
    phones = [one.value for one in handles if one.kind == HandleKind.PHONE]
    return mails, phones


@dataclass(frozen=True)
class Totals:
    """What somebody has bought in all. Trials, cancelled orders and what was sent again for
    nothing count nowhere."""

    orders: int
    #: paid and kept, by currency
    spent: list[Money]
    since: datetime | None


def totals(customer_ids: Collection[UUID]) -> Totals:
    with connection.cursor() as cursor:
        paid = [one.value for one in PAID]
        cursor.execute(_TOTALS, {"customers": list(customer_ids), "paid": paid})
        found = sorted(cursor.fetchall())
    return Totals(
        orders=sum(orders for _currency, orders, *_rest in found),
        spent=[Money(kept, currency) for currency, *_rest, kept in found if kept is not None],
        since=min((since for *_rest, since, _kept in found), default=None),
    )


#: by currency how many, since when, and what was paid and kept
_TOTALS = """
SELECT currency, count(*), min(placed_at),
       (sum(total - back) FILTER (WHERE financial = ANY(%(paid)s)))::bigint
FROM commerce_order placed, LATERAL (
    SELECT coalesce(sum(amount), 0) AS back FROM commerce_refund
    WHERE order_id = placed.id AND currency = placed.currency
) given
WHERE customer_id = ANY(%(customers)s) AND placed_at IS NOT NULL AND deleted_at IS NULL
  AND NOT is_test AND cancelled_at IS NULL AND reship_for IS NULL
GROUP BY currency
"""
