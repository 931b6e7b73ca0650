"""What is owed."""

from django.db import models

from lifelong.accounts.models import Agent
from lifelong.lib import ids


class PolicyVersion(models.Model):
    """What is owed from a moment on; see `policy.py`. Never changed."""

    id = ids.primary_key()
    holds_from = models.DateTimeField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    claim_days = models.PositiveSmallIntegerField()
    return_days = models.PositiveSmallIntegerField()
    lost_after_days = models.PositiveSmallIntegerField()
