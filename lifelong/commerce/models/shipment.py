"""Where parcels are."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Shipment(Told):
    """A parcel of an order. Its state follows from the reports about it, see `parcels.py`."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="shipments")
    carrier = models.CharField(max_length=120, default="")
    tracking_number = models.CharField(max_length=200, default="")
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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "ref"], name="one_shipment_per_ref"),
        ]


class ShipmentReport(models.Model):
    """What was known of a parcel at one moment. Reports may come in any order."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="reports")
    #: what makes a copy of it the same
    ref = models.CharField(max_length=100)
    at = models.DateTimeField()
    #: "" where it says nothing of that
    state = models.CharField(max_length=20, choices=ShipmentState, default="")
    expected_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "ref"], name="one_report_per_ref"),
        ]
