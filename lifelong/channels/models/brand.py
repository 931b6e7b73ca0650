"""A shop, and where its work waits."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lifelong.accounts.models import Agent, Team
from lifelong.channels.hours import Schedule, schedule_from
from lifelong.channels.models.channel import TARGET_OTHERWISE, TARGETS
from lifelong.files.models import StoredFile
from lifelong.lib import ids

#: the colour of a brand without one of its own: the screen's, as in tokens.css
PLAIN = "#3d52c4"


class Brand(models.Model):
    """A shop under its own name. One installation may run several; they share customers."""

    id = ids.primary_key()
    name = models.CharField(max_length=80, unique=True)
    zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    languages = ArrayField(models.CharField(max_length=12), default=list)
    accent = models.CharField(max_length=9, default=PLAIN)
    logo = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    #: when it is open, in its zone, as `hours.schedule_from` reads it; {}: always
    hours = models.JSONField(default=dict)

    @property
    def schedule(self) -> Schedule:
        return schedule_from(self.hours, zone=self.zone)

    def __str__(self) -> str:
        return self.name


class Inbox(models.Model):
    """A queue of work. A conversation sits in exactly one."""

    id = ids.primary_key()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="inboxes")
    name = models.CharField(max_length=80)
    members = models.ManyToManyField(Agent, related_name="+", blank=True)
    teams = models.ManyToManyField(Team, related_name="+", blank=True)
    #: its own opening hours, written as its brand's are; {}: the brand's
    hours = models.JSONField(default=dict)
    #: minutes of opening hours until the first answer, by channel, where not `TARGETS`
    targets = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="inbox_name_per_brand"),
        ]

    @property
    def schedule(self) -> Schedule:
        return schedule_from(self.hours or self.brand.hours, zone=self.brand.zone)

    def target(self, channel: str) -> timedelta:
        """How soon a customer on this channel is to be answered, in opening hours."""
        if channel in self.targets:
            return timedelta(minutes=self.targets[channel])
        return TARGETS.get(channel, TARGET_OTHERWISE)

    def __str__(self) -> str:
        return self.name
