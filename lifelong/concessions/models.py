"""Who may give what, what was given, who allowed it, and the ledger of it all."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Order
from lifelong.concessions.authority import Kind, Reason, Signal
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.lib import ids
from lifelong.lib.money import Money


class AuthorityLevel(models.Model):
    """A name for what its holders may give, in one currency. What that is, its versions say."""

    id = ids.primary_key()
    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    #: of two levels the higher one may be asked for an approval
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "currency"], name="one_level_per_name"),
            models.UniqueConstraint(fields=["rank", "currency"], name="one_level_per_rank"),
        ]

    def __str__(self) -> str:
        return self.name


class LevelVersion(models.Model):
    """What a level holds from a moment on, until its next version. Never changed."""

    id = ids.primary_key()
    level = models.ForeignKey(AuthorityLevel, on_delete=models.PROTECT, related_name="versions")
    holds_from = models.DateTimeField()
    made_at = models.DateTimeField()
    #: None: at the command line, or in the demo
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: to one customer in 90 days, and by one agent in so many days; minor units
    per_customer = models.BigIntegerField()
    per_agent = models.BigIntegerField()
    period_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "holds_from"], name="one_version_at_a_time"),
        ]


class LevelLimit(models.Model):
    """What one kind may come to on an order. A kind without a row may not be given."""

    id = ids.primary_key()
    version = models.ForeignKey(LevelVersion, on_delete=models.CASCADE, related_name="limits")
    kind = models.CharField(max_length=10, choices=Kind)
    #: minor units
    most = models.BigIntegerField()
    #: of the order's total; null: it may be given without an order
    percent: "models.PositiveSmallIntegerField[int | None, int | None]" = (
        models.PositiveSmallIntegerField(null=True)
    )
    #: for these reasons only; empty: for any
    reasons = ArrayField(models.CharField(max_length=12, choices=Reason), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="one_limit_per_kind"),
            models.CheckConstraint(
                name="at_most_the_whole_order",
                condition=models.Q(percent=None) | models.Q(percent__lte=100),
            ),
        ]


class LevelHolding(models.Model):
    """Who holds a level, from when until when."""

    id = ids.primary_key()
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(AuthorityLevel, on_delete=models.PROTECT, related_name="holdings")
    #: the currency of the level: nobody holds two in one
    currency = models.CharField(max_length=3)
    held_from = models.DateTimeField()
    held_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "currency"],
                name="one_level_at_a_time",
                condition=models.Q(held_until=None),
            ),
        ]


class PolicyVersion(models.Model):
    """What is owed from a moment on; see `policy.py`. Never changed."""

    id = ids.primary_key()
    holds_from = models.DateTimeField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    claim_days = models.PositiveSmallIntegerField()
    return_days = models.PositiveSmallIntegerField()
    lost_after_days = models.PositiveSmallIntegerField()


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
    #: the quantities it is for, by the refs of the order's items; {}: an amount
    items = models.JSONField(default=dict)
    #: where the order went, as a digest: what was given to an address counts together
    address = models.CharField(max_length=64, default="")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    #: whose authority it used: the agent's, or of who approved. Null: due, or not granted
    authority_of = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: as the level was at that moment; null with it
    version = models.ForeignKey(LevelVersion, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    made_at = models.DateTimeField()
    granted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
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
                | models.Q(authority_of__isnull=False, version__isnull=False),
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


class Approval(models.Model):
    """The yes or no of somebody who holds the authority. Decided once, in time."""

    id = ids.primary_key()
    concession = models.OneToOneField(Concession, on_delete=models.PROTECT, related_name="approval")
    #: the lowest level that may decide it
    level = models.ForeignKey(AuthorityLevel, on_delete=models.PROTECT, related_name="+")
    #: what looks like abuse, for the second person to judge
    signals = ArrayField(models.CharField(max_length=10, choices=Signal), default=list)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    decided_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True)
    #: why, in the decider's words
    words = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decided_by_somebody_at_some_time",
                condition=models.Q(granted=None, decided_by=None)
                | models.Q(
                    granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"], name="approval_open", condition=models.Q(decided_at=None)
            ),
        ]


class Account(models.TextChoices):
    #: what it cost us: beyond policy, and owed by it
    CONCEDED = "conceded", _("conceded")
    DUE = "due", _("due")
    #: granted, and not yet in the customer's hands
    OUTSTANDING = "outstanding", _("outstanding")
    #: in the customer's hands
    HANDED_OVER = "handed-over", _("handed over")


class Step(models.TextChoices):
    GRANTED = "granted"
    DONE = "done"
    FAILED = "failed"


class LedgerEntry(models.Model):
    """An amount from one account to another: so every entry, and any sum of them, balances."""

    id = ids.primary_key()
    concession = models.ForeignKey(Concession, on_delete=models.PROTECT, related_name="ledger")
    step = models.CharField(max_length=10, choices=Step)
    debit = models.CharField(max_length=12, choices=Account)
    credit = models.CharField(max_length=12, choices=Account)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    #: by what it is summed
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    level = models.ForeignKey(AuthorityLevel, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concession", "step"], name="one_entry_per_step"),
            models.UniqueConstraint(
                fields=["concession"],
                name="settled_one_way",
                condition=~models.Q(step="granted"),
            ),
            models.CheckConstraint(
                name="from_one_account_to_another",
                condition=models.Q(amount__gt=0) & ~models.Q(debit=models.F("credit")),
            ),
        ]


class Guard(models.Model):
    """A row to lock: whoever gives to the same order, person, address or by the same authority
    waits for its turn, so that sums are true until they commit."""

    key = models.CharField(primary_key=True, max_length=80)
