"""What is given, or asked for."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Connection
from lifelong.commerce.models import Order
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.models.level import LevelVersion
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.lib import ids
from lifelong.lib.money import Money


class State(models.TextChoices):
    ASKED = "asked", _("asked for")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("not decided in time")
    GRANTED = "granted", _("granted")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("perhaps done")


#: it counts against limits: it was promised, and was not taken back
COUNTED = (State.GRANTED, State.DONE, State.UNKNOWN)


class Concession(models.Model):
    """Something given, or asked for. What policy owes is here too: `due` tells them apart."""

    id = ids.primary_key()
    #: made by whoever asks; a repeat under the same key is the same concession
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=12, choices=Reason)
    due = models.BooleanField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    order: "models.ForeignKey[Order | None, Order | None]" = models.ForeignKey(
        Order, null=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    #: the shop in which it is carried out: the order's, else where they bought last
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="+")
    #: who they are in that shop's records; "" where it does not know them
    buyer = models.CharField(max_length=120, default="")
    #: the quantities it is for, by the refs of the order's items; {}: an amount
    items = models.JSONField(default=dict)
    #: where the order went, as a digest: what was given to an address counts together
    address = models.CharField(max_length=64, default="")
    #: null: nobody's hand, a play gave it
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: whose authority it used: the agent's, or of who approved. Null: due, or not granted, or the
    #: level's alone
    authority_of = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: as the level was at that moment; null with it
    version = models.ForeignKey(LevelVersion, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    made_at = models.DateTimeField()
    granted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: until when the customer may use it, for a discount code
    expires_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    settled_at = models.DateTimeField(null=True)
    #: the store's own id of it, once done
    ref = models.CharField(max_length=120, default="")
    next_try_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    tries = models.PositiveSmallIntegerField(default=0)
    #: an earlier try may have reached the store; nothing was heard of it
    in_doubt = models.BooleanField(default=False)
    #: what the store said last
    words = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="something_is_given", condition=models.Q(amount__gt=0)),
            models.CheckConstraint(
                name="granted_beyond_policy_by_somebodys_authority",
                condition=models.Q(due=True)
                | models.Q(state__in=["asked", "declined", "lapsed"])
                | models.Q(authority_of__isnull=False, version__isnull=False)
                | models.Q(agent=None, version__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-granted_at"], name="concession_of_customer"),
            models.Index(fields=["order"], name="concession_of_order"),
            models.Index(fields=["authority_of", "-granted_at"], name="concession_by_authority"),
            models.Index(
                fields=["address", "-granted_at"],
                name="concession_to_address",
                condition=~models.Q(address=""),
            ),
            models.Index(
                fields=["next_try_at"],
                name="concession_to_carry_out",
                condition=models.Q(state="granted"),
            ),
        ]

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
