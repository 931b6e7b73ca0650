"""A free mark on a matter."""

from django.db import models
from django.db.models.functions import Lower

from lifelong.accounts.models import Agent
from lifelong.conversations.models.contact import Contact
from lifelong.lib import ids


class Tag(models.Model):
    """What somebody wants to find again: "christmas", "press". Retired, never deleted."""

    id = ids.primary_key()
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_tag_per_name")]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """That a matter bears a tag, and who says so."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="taggings", db_index=False
    )
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")
    #: null: something of ours that works by itself
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "tag"], name="one_tagging_per_contact"),
        ]
