"""What is done when somebody wants to go: the steps, the deals, and what came of them."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Order
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.models import Concession
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.lib import ids
from lifelong.lib.money import Money


class Step(models.Model):
    """What a hero does, one after the other. With none, `steps.DEFAULT` holds."""

    id = ids.primary_key()
    place = models.PositiveSmallIntegerField(unique=True)
    words = models.CharField(max_length=200)


class Deal(models.Model):
    """What may be offered so that somebody stays: a concession of one kind, as a share of the
    order at issue or as an amount. Never changed, since proposals name it; retired instead."""

    id = ids.primary_key()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.RETENTION)
    #: of the order's total
    percent: "models.PositiveSmallIntegerField[int | None, int | None]" = (
        models.PositiveSmallIntegerField(null=True)
    )
    #: minor units of `currency`
    amount: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_share_or_an_amount",
                condition=models.Q(percent__gt=0, percent__lte=100, amount=None, currency="")
                | (models.Q(percent=None, amount__gt=0) & ~models.Q(currency="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Answer(models.TextChoices):
    #: nothing yet
    OPEN = "open", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Outcome(models.TextChoices):
    KEPT = "kept", _("they stayed")
    CANCELLED = "cancelled", _("they cancelled the order")
    REFUNDED = "refunded", _("they had the order refunded")
    LEFT = "left", _("they bought nothing more")
    NOT_GIVEN = "not-given", _("it was never given")


class Proposal(models.Model):
    """A deal proposed to a customer, what they said, and whether it kept them."""

    id = ids.primary_key()
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    order_id: UUID | None
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: once accepted: what is given, or asked for
    concession = models.OneToOneField(
        Concession, null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: once accepted: when it shows whether it kept them
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    outcome = models.CharField(max_length=10, choices=Outcome, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "deal"],
                name="proposed_once_at_a_time",
                condition=models.Q(answer="open"),
            ),
            models.CheckConstraint(
                name="accepted_with_a_concession",
                condition=~models.Q(answer="accepted")
                | models.Q(concession__isnull=False, until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["contact", "proposed_at"], name="proposal_of_contact"),
            models.Index(
                fields=["until"],
                name="proposal_to_settle",
                condition=models.Q(answer="accepted", settled_at=None),
            ),
        ]

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
