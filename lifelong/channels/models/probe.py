"""Whether mail comes round."""

from datetime import datetime

from django.db import models

from lifelong.accounts.models import Agent
from lifelong.channels.models.door import Endpoint
from lifelong.lib import ids


class Probe(models.Model):
    """A message that we sent round: out by an endpoint's relay, and back in by its door."""

    id = ids.primary_key()
    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="probes", db_index=False
    )
    #: SHA-256 of the token that it carries: who does not have the token cannot say that it is back
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    #: what a mail server said that did not take it, or gave it back
    refusal = models.CharField(max_length=300, default="")
    #: when it came in by our own door
    returned_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        indexes = [models.Index(fields=["endpoint", "-sent_at"], name="probe_by_age")]
