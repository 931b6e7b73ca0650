"""What a store sells."""

from datetime import datetime

from django.db import models

from lifelong.commerce.models.told import Told
from lifelong.lib import ids


class Product(Told):
    title = models.CharField(max_length=300, default="")
    vendor = models.CharField(max_length=200, default="")
    kind = models.CharField(max_length=200, default="")
    #: "active", "draft" or "archived", in the store's own words
    status = models.CharField(max_length=20, default="")
    image_url = models.CharField(max_length=2000, default="")
    #: gone from the store; orders still name it
    deleted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "ref"], name="one_product_per_ref"),
        ]

    def __str__(self) -> str:
        return self.title


class Variant(models.Model):
    """One choice of a product: a size, a colour. What is ordered is a variant."""

    id = ids.primary_key()
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    ref = models.CharField(max_length=64)
    title = models.CharField(max_length=300, default="")
    sku = models.CharField(max_length=200, default="")
    #: in minor units of the brand's currency: stores name none with a product
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    #: how many are left; null where the store does not count
    stock = models.IntegerField(null=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "ref"], name="one_variant_per_ref"),
        ]

    def __str__(self) -> str:
        return self.title
