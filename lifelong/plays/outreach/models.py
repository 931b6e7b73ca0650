"""What outreach says of which trouble; and troubles that many have at once."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel
from lifelong.commerce.models import Cause
from lifelong.knowledge.models import Answer
from lifelong.lib import ids
from lifelong.plays.models import Case, Play


class Template(models.Model):
    """A text for a cause. Of several the first is said for which everything is known: one that
    names the new day stands before one that does without."""

    id = ids.primary_key()
    play = models.ForeignKey(Play, on_delete=models.CASCADE, related_name="templates")
    cause = models.CharField(max_length=20, choices=Cause)
    #: "": whatever the channel
    channel = models.CharField(max_length=20, choices=Channel, default="")
    place = models.PositiveSmallIntegerField(default=0)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["play", "cause", "channel", "place"], name="one_template_per_place"
            ),
        ]


class MassState(models.TextChoices):
    FOUND = "found", _("waits for a lead")
    APPROVED = "approved", _("customers are told")
    DECLINED = "declined", _("nobody is told")


class MassIncident(models.Model):
    """Many parcels of one carrier with one trouble: a lead decides what becomes of it."""

    id = ids.primary_key()
    play = models.ForeignKey(Play, on_delete=models.PROTECT, related_name="mass_incidents")
    carrier = models.CharField(max_length=40)
    cause = models.CharField(max_length=20, choices=Cause)
    found_at = models.DateTimeField()
    #: parcels in the four hours before, and what is usual in as long
    parcels = models.PositiveIntegerField()
    usual = models.FloatField()
    state = models.CharField(max_length=10, choices=MassState, default=MassState.FOUND)
    decided_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: of its customers so many are told in an hour
    wave = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: no parcel has this trouble any more
    over_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["play", "carrier", "cause"],
                name="one_mass_incident_at_a_time",
                condition=models.Q(over_at=None),
            ),
        ]


class Member(models.Model):
    """That a case belongs to a mass incident."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    mass = models.ForeignKey(MassIncident, on_delete=models.CASCADE, related_name="members")
