"""How fresh what we know of parcels is."""

from datetime import datetime

from django.db import models

from lifelong.channels.models import Brand, Connection
from lifelong.commerce.models.shipment import ReportFields
from lifelong.lib import ids


class Feed(models.Model):
    """That a connection tells where parcels are, and when it did last."""

    connection = models.OneToOneField(
        Connection, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    #: null: it was asked, and has not answered yet
    heard_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: of a carrier that is asked: tries since its last answer, and not before when the next
    failures = models.PositiveSmallIntegerField(default=0)
    ask_after: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: why the last try failed: a sentence without personal data
    why = models.CharField(max_length=300, default="")


class StrayReport(ReportFields):
    """A report about a parcel that no store has told us of yet."""

    id = ids.primary_key()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=64)
    #: "" where it is not known
    carrier = models.CharField(max_length=40, default="")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "number", "ref"], name="one_stray_report_per_ref"
            ),
        ]


class Pace(models.Model):
    """How much longer a carrier takes now than it usually does."""

    carrier = models.CharField(max_length=40, primary_key=True)
    #: 1: as ever
    factor = models.FloatField(default=1.0)
    measured_at = models.DateTimeField()
