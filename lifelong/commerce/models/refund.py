"""Money that went back."""

from django.db import models

from lifelong.commerce.models.order import Order
from lifelong.commerce.models.told import Told
from lifelong.lib import ids
from lifelong.lib.money import Money


class Refund(Told):
    """In minor units of `currency`. Zero, where goods came back and no money went."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    refunded_at = models.DateTimeField()
    #: what was written beside it
    note = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "ref"], name="one_refund_per_ref"),
        ]

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


class RefundLine(models.Model):
    """Which of the order's items it was for."""

    id = ids.primary_key()
    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    item_ref = models.CharField(max_length=64)
    quantity = models.IntegerField(default=1)
    amount = models.BigIntegerField(default=0)
