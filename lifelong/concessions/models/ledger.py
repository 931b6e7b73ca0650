"""What was given, as amounts that balance; and the turns that keep their sums true."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.concessions.authority import Reason
from lifelong.concessions.models.concession import Concession
from lifelong.concessions.models.level import AuthorityLevel
from lifelong.customers.models import Customer
from lifelong.lib import ids


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
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
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
