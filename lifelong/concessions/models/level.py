"""Who may give what without asking."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lifelong.accounts.models import Agent
from lifelong.concessions.authority import Kind, Reason
from lifelong.lib import ids


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
