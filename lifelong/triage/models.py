from django.db import models

from lifelong.conversations.models import Entry


class Reading(models.Model):
    """What the machine read from one inbound message, each thing with its evidence."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    customer_id = models.UUIDField()
    at = models.DateTimeField()
    #: BCP 47, "" when it could not be told
    language = models.CharField(max_length=12, default="")
    failed = models.BooleanField(default=False)
