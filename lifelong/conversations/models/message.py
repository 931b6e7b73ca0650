"""What a message carries beyond its words, and what makes two copies the same."""

from django.db import models
from django.db.models.functions import MD5

from lifelong.channels.models import Endpoint
from lifelong.conversations.models.entry import Entry
from lifelong.customers.models import Purpose

#: marks of what a form asked before the first word: {"topic": id}, {"order": as it was typed}
CHOSE_TOPIC = "chose-topic"
NAMED_ORDER = "named-order"


class Message(models.Model):
    """What an entry of kind message carries beyond its words."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="message"
    )
    customer_id = models.UUIDField()
    endpoint = models.ForeignKey(Endpoint, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=998, default="")
    #: as it came, unsanitised; cleaned when rendered
    html = models.TextField(null=True)
    #: the history and signature that were folded away
    quoted = models.TextField(default="")
    recipients = models.JSONField(default=list)
    copied = models.JSONField(default=list)
    #: the vendor's id, for mail the Message-ID
    external_id = models.CharField(max_length=998, default="")
    #: ids of the messages that it answers, nearest first
    answers = models.JSONField(default=list)
    #: why it counts as automatic ("auto-reply"), "" for a person's words
    automatic = models.CharField(max_length=40, default="")
    #: what we write it for; of a customer's words that they want an answer
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.ANSWERS)
    #: what a hero should know: {"mark": "answers-anothers-thread", "conversation": id}
    marks = models.JSONField(default=list)
    delivery_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                MD5("external_id"),
                name="message_by_external_id",
                condition=~models.Q(external_id=""),
            ),
        ]


class Identity(models.Model):
    """That one message has been taken in. A second copy finds this row and ends there."""

    key = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField()
    #: the delivery that came first; read again, it is no copy of itself
    delivery_id = models.UUIDField(null=True)
