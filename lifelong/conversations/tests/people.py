"""What tests of joining and parting begin with: people who wrote, joined; and all that there is."""

from typing import Any

from django.core import serializers
from django.db import models

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import caller_for
from lifelong.conversations import queries
from lifelong.conversations.actions.joining import join
from lifelong.conversations.incoming import Sender
from lifelong.conversations.models import Contact, Conversation, Draft, Entry, Promise
from lifelong.conversations.tests.building import Came, agent, incoming, receive_one
from lifelong.customers.models import Customer, Handle, HandleClaim, Joining

MAIL, WORK, THIRD = "ana@example.com", "ana@work.example", "ana.k@mail.example"


def wrote(sender: str = MAIL, text: str = "Where is my parcel?", **fields: Any) -> Came:
    who = Sender(kind="email", value=sender, name="Ana")
    return receive_one(incoming(text, sender=who), **fields)


def joined(*came: Came, by: Agent | None = None) -> Joining:
    one, other = came
    made = join(customer(one), customer(other), by=by or agent())
    assert made is not None
    return made


def customer(came: Came) -> Customer:
    return Customer.objects.get(pk=came.conversation.customer_id)


def lead_of(came: Came) -> Conversation:
    return came.conversation.lead or came.conversation


def texts(conversation: Conversation) -> list[str]:
    rows = queries.timeline(conversation, visible_to=caller_for(whole_hero())).exclude(text="")
    return [row.text for row in rows][::-1]


def whole_hero() -> Agent:
    return agent(Role.AUDITOR)


_NUMBERS = ("position", "revision", "joined_revision", "last_entry_at")
_KEPT = (Customer, Handle, HandleClaim, Contact, Conversation, Promise, Draft)


def state() -> dict[str, Any]:
    """Everything there is of people, but for the numbers that each change draws."""
    rows: list[models.Model] = [
        row for kind in _KEPT for row in kind._default_manager.order_by("pk")
    ]
    rows += Entry.objects.exclude(kind="event").order_by("pk")
    said = {}
    for row in serializers.serialize("python", rows):
        fields = row["fields"]
        if row["model"] == "conversations.conversation":
            fields = {name: fields[name] for name in fields if name not in _NUMBERS}
        said[f"{row['model']} {row['pk']}"] = fields
    return said
