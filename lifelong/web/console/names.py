"""What the ids in the timeline's events are called."""

from collections.abc import Iterable

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.commerce.models import Order, Refund
from lifelong.conversations.models import Entry, EntryKind, Promise, SetAsideOn, Topic
from lifelong.customers.models import Customer
from lifelong.plays.rules.models import Rule
from lifelong.web.look.words import money

#: the details of an event that are ids
_NAMED = ("owner", "topic", "inbox", "promise", "customer", "order", "refund")


def names_in(entries: Iterable[Entry]) -> dict[str, str]:
    """What the ids in the details of these events are called; at most one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        if rule := entry.details.get("rule"):
            wanted.setdefault("rule", set()).add(rule)
        if entry.kind == EntryKind.EVENT:
            for key in _NAMED:
                if value := entry.details.get(key):
                    wanted.setdefault(key, set()).add(value)
    names: dict[str, str] = {one.value: str(one.label) for one in SetAsideOn}
    if ids := wanted.get("owner"):
        names |= {str(one.id): one.name for one in Agent.objects.filter(pk__in=ids)}
    if ids := wanted.get("topic"):
        topics = Topic.objects.filter(pk__in=ids).select_related("parent")
        names |= {str(one.id): str(one) for one in topics}
    if ids := wanted.get("inbox"):
        names |= {str(one.id): one.name for one in Inbox.objects.filter(pk__in=ids)}
    if ids := wanted.get("promise"):
        names |= {str(one.id): one.text for one in Promise.objects.filter(pk__in=ids)}
    if ids := wanted.get("order"):
        names |= {str(one.id): str(one) for one in Order.objects.filter(pk__in=ids)}
    if ids := wanted.get("refund"):
        refunds = Refund.objects.filter(pk__in=ids)
        names |= {str(one.id): money(one.money) for one in refunds}
    if ids := wanted.get("rule"):
        names |= {str(one.id): one.name for one in Rule.objects.filter(pk__in=ids)}
    if ids := wanted.get("customer"):
        names |= {str(one.id): _name_of(one) for one in _customers(ids)}
    return names


def _customers(ids: Iterable[str]) -> Iterable[Customer]:
    return Customer.objects.filter(pk__in=ids).prefetch_related("handles")


def _name_of(customer: Customer) -> str:
    handles = ", ".join(one.words for one in customer.handles.all())
    return f"{customer.name} ({handles})" if customer.name and handles else customer.name or handles
