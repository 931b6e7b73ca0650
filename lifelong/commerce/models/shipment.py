"""Where parcels are."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.commerce.models.cause import Cause
from lifelong.commerce.models.order import Order
from lifelong.commerce.models.told import Told


class ShipmentState(models.TextChoices):
    PREPARING = "preparing", _("being prepared")
    SHIPPED = "shipped", _("handed to the carrier")
    IN_TRANSIT = "in_transit", _("on its way")
    DELAYED = "delayed", _("delayed")
    OUT_FOR_DELIVERY = "out_for_delivery", _("out for delivery")
    ATTEMPTED = "attempted", _("delivery was tried")
    READY_FOR_PICKUP = "ready_for_pickup", _("ready for pickup")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("delivery failed")
    CANCELLED = "cancelled", _("cancelled")


#: the carrier may still bring it
UNDER_WAY = (
    ShipmentState.PREPARING, ShipmentState.SHIPPED, ShipmentState.IN_TRANSIT,
    ShipmentState.DELAYED, ShipmentState.OUT_FOR_DELIVERY, ShipmentState.ATTEMPTED,
    ShipmentState.READY_FOR_PICKUP,
)  # fmt: skip


class Shipment(Told):
    """A parcel of an order. Its state follows from the reports about it, see `parcels.py`."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="shipments")
    carrier = models.CharField(max_length=120, default="")
    #: the same, as `tracking.carrier_of` names it
    carrier_code = models.CharField(max_length=40, default="")
    tracking_number = models.CharField(max_length=200, default="")
    #: those in it, as `tracking.numbers_in` reads them
    numbers = ArrayField(models.CharField(max_length=64), default=list)
    tracking_url = models.CharField(max_length=2000, default="")
    #: the quantities in it, by the refs of the order's items
    items = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=ShipmentState, default=ShipmentState.PREPARING)
    shipped_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    expected_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    delivered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: when it was seen somewhere last
    moved_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: since when it waits to be picked up
    ready_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: when its carrier was asked last
    asked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "ref"], name="one_shipment_per_ref"),
        ]
        indexes = [
            GinIndex(fields=["numbers"], name="shipment_by_number"),
            models.Index(
                fields=["moved_at"],
                name="shipment_under_way",
                condition=models.Q(state__in=UNDER_WAY),
            ),
            models.Index(
                fields=["carrier_code", "asked_at"],
                name="shipment_to_ask_about",
                condition=models.Q(state__in=UNDER_WAY),
            ),
        ]


class ReportFields(models.Model):
    """What a report says, whether its parcel is known or not."""

    #: what makes a copy of it the same
    ref = models.CharField(max_length=100)
    at = models.DateTimeField()
    #: "" where it says nothing of that
    state = models.CharField(max_length=20, choices=ShipmentState, default="")
    expected_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    #: what is wrong; "" where nothing is
    cause = models.CharField(max_length=20, choices=Cause, default="")
    #: the vendor's own code for it
    sub_status = models.CharField(max_length=60, default="")
    place = models.CharField(max_length=200, default="")
    #: as the carrier says it
    words = models.CharField(max_length=300, default="")

    class Meta:
        abstract = True


class ShipmentReport(ReportFields):
    """What was known of a parcel at one moment. Reports may come in any order."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "ref"], name="one_report_per_ref"),
        ]
