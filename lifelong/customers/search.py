"""Who is meant by what somebody typed: a name, a mail address, a phone, a shop's number."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Collate

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Connection
from lifelong.customers import phones
from lifelong.customers.models import Customer, Handle, HandleClaim, HandleKind
from lifelong.lib.words import LAST, WordsOf, hold

#: so many of one name are looked at: whom else it finds, another word will
MOST = 300
#: so much of a handle says more than half of everybody has
_SHORTEST = 3


def by_handle(said: str, *, regions: Collection[str], visible_to: Caller) -> list[UUID]:
    """People, by whoever leads them, one of whose handles is or begins so.

    `regions`: the countries whose way of writing a phone number counts.
    """
    visible_to.must(Verb.SEE_CUSTOMERS)
    value = said.strip().lower()
    if len(value) < _SHORTEST:
        return []
    numbers = phones.beginnings(value, regions=regions)
    begins = _begins(value)
    for number in numbers:
        begins |= _begins(number)
    held = Handle.objects.alias(bytes=Collate("value", "C")).filter(begins)
    stores = [f"{one}:{value}" for one in Connection.objects.values_list("id", flat=True)]
    of_a_store = Handle.objects.filter(kind=HandleKind.STORE, value__in=stores)
    kinds = [HandleKind.EMAIL, HandleKind.PHONE]
    claimed = HandleClaim.objects.filter(kind__in=kinds, value__in=[value, *numbers])
    return _people(
        pair
        for rows in (of_a_store, held, claimed)
        for pair in rows.values_list("customer_id", "customer__lead_id")[:MOST]
    )


def by_name(words: str, *, visible_to: Caller) -> list[UUID]:
    """People, by whoever leads them, whose name holds what is asked for (`begun`, `whole`)."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    if not words:
        return []
    named = Customer.objects.filter(hold(WordsOf("name"), words))
    return _people(named.values_list("id", "lead_id")[:MOST])


def _people(pairs: Iterable[tuple[UUID, UUID | None]]) -> list[UUID]:
    return list(dict.fromkeys(lead or own for own, lead in pairs))


def _begins(value: str) -> Q:
    return Q(bytes__gte=value, bytes__lt=value + LAST)
