"""What went wrong with a parcel, from when to when."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.commerce.models.cause import Cause, Family
from lifelong.commerce.models.order import Order
from lifelong.commerce.models.shipment import Shipment
from lifelong.lib import ids


class Noticed(models.TextChoices):
    FEED = "feed", _("a tracking feed said so")
    WATCH = "watch", _("the watch found it")


class Incident(models.Model):
    """Follows from the reports about its parcel, see `incidents.py`; whose it is, the order says.

    `began_at` and `ended_at` are times of the parcel; the others say when we knew.
    """

    id = ids.primary_key()
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="incidents")
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="incidents")
    family = models.CharField(max_length=20, choices=Family)
    cause = models.CharField(max_length=20, choices=Cause)
    #: as `tracking.carrier_of` names it; with the cause it tells a mass incident
    carrier = models.CharField(max_length=40, default="")
    noticed = models.CharField(max_length=10, choices=Noticed)
    #: the refs of the reports that show it
    evidence = ArrayField(models.CharField(max_length=100))
    #: the new day, where one is known
    expected_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    began_at = models.DateTimeField()
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    resolved_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shipment", "family"],
                condition=models.Q(resolved_at=None),
                name="one_open_incident_of_a_family",
            ),
        ]
        indexes = [
            models.Index(fields=["carrier", "cause", "opened_at"], name="incident_of_carrier"),
            models.Index(fields=["opened_at"], name="incident_opened"),
        ]
