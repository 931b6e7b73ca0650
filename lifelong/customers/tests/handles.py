"""Handles that were met, said and signed, for tests; and what came of it."""

from lifelong.customers.actions.recognising import Claim, recognise
from lifelong.customers.models import Customer, Handle
from lifelong.events.models import Event

MAIL, WORK, PHONE = "ana@example.com", "ana@work.example", "+4930123456"


def met(value: str = MAIL, *, kind: str = "email", proof: str | None = None) -> Customer:
    return recognise(kind=kind, value=value, how=kind, proof=proof).customer


def signed(kind: str, value: str) -> Claim:
    return Claim(kind=kind, value=value, how="identity", proof="identity")


def said(kind: str, value: str, *, how: str = "checkout") -> Claim:
    return Claim(kind=kind, value=value, how=how)


def holder(kind: str, value: str) -> Customer:
    return Handle.objects.get(kind=kind, value=value).customer


def shown_to_be_one() -> list[set[str]]:
    rows = Event.objects.filter(name="ShownToBeOne")
    return [{str(row.customer_id), row.data["other_id"]} for row in rows]


def pair(one: Customer, other: Customer) -> set[str]:
    return {str(one.id), str(other.id)}


def contested() -> int:
    return Event.objects.filter(name="HandleContested").count()
