"""What somebody bought, for whom."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Collate, Upper
from django.utils.translation import gettext_lazy as _

from lifelong.commerce.models.told import Told
from lifelong.customers.models import Customer
from lifelong.lib import ids
from lifelong.lib.money import Money


class Financial(models.TextChoices):
    UNKNOWN = "", _("not known")
    PENDING = "pending", _("payment awaited")
    AUTHORIZED = "authorized", _("authorised")
    PARTIALLY_PAID = "partially_paid", _("partly paid")
    PAID = "paid", _("paid")
    PARTIALLY_REFUNDED = "partially_refunded", _("partly refunded")
    REFUNDED = "refunded", _("refunded")
    VOIDED = "voided", _("voided")
    EXPIRED = "expired", _("expired")


class Fulfilment(models.TextChoices):
    NONE = "", _("not shipped")
    PARTIAL = "partial", _("partly shipped")
    FULFILLED = "fulfilled", _("shipped")
    RESTOCKED = "restocked", _("taken back into stock")


class Bare(models.Func):
    """An order's number from its first digit on: "#1001" and "LC-1001" are both 1001."""

    template = "regexp_replace(%(expressions)s, '^[^0-9]+', '')"
    arity = 1
    output_field = models.TextField()


#: as an order's number is looked for
NUMBER = Collate(Bare(Upper("number")), "C")


class Order(Told):
    """Amounts are in minor units of `currency`, which is what the buyer paid in."""

    #: who bought it. Null while only mentioned, or while its handles point at several people
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="+")
    #: as the buyer knows it: "#1001"
    number = models.CharField(max_length=100, default="")
    #: what was written at the checkout, normalised: claimed, never proved
    email = models.CharField(max_length=320, default="")
    phone = models.CharField(max_length=40, default="")
    #: the buyer in the store's records: the value of a store handle
    buyer = models.CharField(max_length=120, default="")
    #: where it goes, two letters, ISO 3166; "" where it is not known
    country = models.CharField(max_length=2, default="")
    currency = models.CharField(max_length=3, default="")
    total = models.BigIntegerField(default=0)
    shipping = models.BigIntegerField(default=0)
    tax = models.BigIntegerField(default=0)
    discount = models.BigIntegerField(default=0)
    financial = models.CharField(max_length=20, choices=Financial, default=Financial.UNKNOWN)
    fulfilment = models.CharField(max_length=20, choices=Fulfilment, default=Fulfilment.NONE)
    placed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    cancelled_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: in the store's own words: "customer", "inventory"
    cancel_reason = models.CharField(max_length=100, default="")
    #: what the buyer wrote beside it
    note = models.TextField(default="")
    #: made to try the checkout: counts nowhere
    is_test = models.BooleanField(default=False)
    #: the concession that it carries out: sent again for nothing, so it is no purchase
    reship_for = models.UUIDField(null=True)
    deleted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "ref"], name="one_order_per_ref"),
        ]
        indexes = [
            models.Index(fields=["customer", "-placed_at"], name="order_of_customer"),
            models.Index(NUMBER, name="order_by_number"),
            models.Index(
                fields=["email"],
                name="order_disputed_email",
                condition=models.Q(customer=None) & ~models.Q(email=""),
            ),
            models.Index(
                fields=["phone"],
                name="order_disputed_phone",
                condition=models.Q(customer=None) & ~models.Q(phone=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.ref

    def money(self, amount: int) -> Money:
        return Money(amount, self.currency)


class OrderItem(models.Model):
    """A line of an order. It keeps its words: the product may change, or go."""

    id = ids.primary_key()
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    ref = models.CharField(max_length=64)
    product_ref = models.CharField(max_length=64, default="")
    variant_ref = models.CharField(max_length=64, default="")
    title = models.CharField(max_length=300, default="")
    variant = models.CharField(max_length=300, default="")
    sku = models.CharField(max_length=200, default="")
    quantity = models.IntegerField(default=1)
    #: of one
    price = models.BigIntegerField(default=0)
    #: off the whole line
    discount = models.BigIntegerField(default=0)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "ref"], name="one_item_per_ref"),
        ]

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    """Where an order goes. Who is not its buyer hears of items and delivery only."""

    id = ids.primary_key()
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="recipients")
    name = models.CharField(max_length=200, default="")
    phone = models.CharField(max_length=40, default="")
    #: what stands on the parcel below the name, line by line
    address = models.JSONField(default=list)
    is_buyer = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["phone"],
                name="recipient_not_buyer",
                condition=models.Q(is_buyer=False) & ~models.Q(phone=""),
            ),
        ]
