"""What heroes keep in sight beside a person's words."""

from django.db import models

from lifelong.accounts.models import Agent
from lifelong.conversations.models.conversation import Conversation
from lifelong.conversations.models.entry import Entry
from lifelong.lib import ids


class Pin(models.Model):
    """A short line about a person, or a note, that everybody sees until somebody unpins it."""

    id = ids.primary_key()
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    customer_id = models.UUIDField()
    #: the note whose words it shows; null: it has words of its own
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=200, default="")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()
    unpinned_at = models.DateTimeField(null=True)
    unpinned_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                name="a_note_is_pinned_once",
                condition=models.Q(unpinned_at=None),
            ),
            models.CheckConstraint(
                name="a_pin_says_something",
                condition=models.Q(entry=None) & ~models.Q(text="")
                | models.Q(entry__isnull=False, text=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["conversation", "pinned_at"],
                name="pinned_now",
                condition=models.Q(unpinned_at=None),
            ),
        ]
