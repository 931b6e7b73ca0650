"""What became of an order, once and for all."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.commerce.models.order import Order
from lifelong.commerce.models.refund import Refund
from lifelong.commerce.models.shipment import Shipment
from lifelong.lib import ids


class MilestoneKind(models.TextChoices):
    PLACED = "placed", _("ordered")
    SHIPPED = "shipped", _("shipped")
    DELAYED = "delayed", _("delayed")
    FAILED = "failed", _("delivery failed")
    DELIVERED = "delivered", _("delivered")
    REFUNDED = "refunded", _("refunded")
    CANCELLED = "cancelled", _("cancelled")


class Milestone(models.Model):
    """Written once, under the order's lock; an entry of the timeline has the same id."""

    id = ids.primary_key()
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=20, choices=MilestoneKind)
    #: what tells two of a kind apart: which parcel, which refund, which date
    mark = models.CharField(max_length=120, default="")
    at = models.DateTimeField()
    shipment = models.ForeignKey(Shipment, null=True, on_delete=models.CASCADE, related_name="+")
    refund = models.ForeignKey(Refund, null=True, on_delete=models.CASCADE, related_name="+")
    #: of a delay: the new day, where one is known
    expected_on: "models.DateField[date | None, date | None]" = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind", "mark"], name="one_milestone_of_its_kind"
            ),
        ]
