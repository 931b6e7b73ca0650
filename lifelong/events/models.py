from django.db import models

from lifelong.lib import ids


class Event(models.Model):
    """Something that happened: ids, enums, money and times; never names or words."""

    id = ids.primary_key()
    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    data = models.JSONField()
    customer_id = models.UUIDField(null=True)
    #: the event whose reaction recorded this one, and how many such steps lie behind it
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["name", "at"]),
            models.Index(fields=["customer_id", "at"]),
        ]


class Reaction(models.Model):
    """That one subscriber has dealt with one event. Its row is what makes a repeat skip."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="one_reaction_per_event"),
        ]
