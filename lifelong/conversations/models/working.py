"""What heroes leave while they work: drafts, looks, mentions and promises."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lifelong.accounts.models import Agent
from lifelong.conversations.models.contact import Contact
from lifelong.conversations.models.conversation import Conversation
from lifelong.conversations.models.entry import Entry
from lifelong.lib import ids

#: a look is over after this long without word from the screen
LOOK = timedelta(seconds=60)


class Draft(models.Model):
    """Words not yet said. One for each agent and conversation; every save is a version."""

    id = ids.primary_key()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    customer_id = models.UUIDField()
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, default="reply")
    text = models.TextField(default="")
    #: attachments of what was taken back, which go along again
    file_ids = ArrayField(models.UUIDField(), default=list)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "agent"], name="one_draft_per_agent"),
        ]


class Viewing(models.Model):
    """Who looks at a conversation now, and who writes. Old after a minute."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    typing_at = models.DateTimeField(null=True)
    #: the last position that this agent has had on screen
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "agent"], name="one_viewing_per_agent"),
        ]


class Mention(models.Model):
    """That a note names a colleague, who is to read it."""

    id = ids.primary_key()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    customer_id = models.UUIDField()
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    #: when they had it on screen
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "agent"], name="mentioned_once"),
        ]
        indexes = [
            models.Index(fields=["agent", "-at"], name="mention_of_agent"),
            models.Index(fields=["agent"], name="mention_unseen", condition=models.Q(seen_at=None)),
        ]


class Promise(models.Model):
    """What we said we would do, by when."""

    id = ids.primary_key()
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="promises"
    )
    customer_id = models.UUIDField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="promises")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    #: kept, or let go of
    settled_at = models.DateTimeField(null=True)
    kept = models.BooleanField(null=True)
    #: when its being due was announced, so that it rises once
    risen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="promise_open",
                condition=models.Q(settled_at=None),
            ),
        ]
