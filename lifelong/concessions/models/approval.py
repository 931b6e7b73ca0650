"""Who allowed it."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lifelong.accounts.models import Agent
from lifelong.concessions.authority import Signal
from lifelong.concessions.models.concession import Concession
from lifelong.concessions.models.level import AuthorityLevel
from lifelong.lib import ids


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
