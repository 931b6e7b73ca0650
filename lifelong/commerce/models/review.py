"""What a customer thinks of a product, in public."""

from django.db import models

from lifelong.commerce.models.catalogue import Product
from lifelong.customers.models import Customer
from lifelong.lib import ids

MOST_STARS = 5


class Review(models.Model):
    id = ids.primary_key()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField()
    #: "" where they gave stars alone
    words = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "product"], name="one_review_per_customer_and_product"
            ),
            models.CheckConstraint(
                name="one_to_five_stars",
                condition=models.Q(stars__gte=1, stars__lte=MOST_STARS),
            ),
        ]
        indexes = [models.Index(fields=["customer", "-at"], name="review_of_customer")]

    @property
    def drawn(self) -> str:
        """As everybody reads it: ★★★★☆."""
        return "★" * self.stars + "☆" * (MOST_STARS - self.stars)
