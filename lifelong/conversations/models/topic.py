"""What a contact is about."""

from django.db import models

from lifelong.lib import ids


class Topic(models.Model):
    """What a contact is about: "where is my order", "damaged item". Hierarchical."""

    id = ids.primary_key()
    name = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="topic_name", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent} / {self.name}" if self.parent else self.name
