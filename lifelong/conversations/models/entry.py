"""One item of the timeline, and the files that hang on it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel
from lifelong.conversations.models.contact import Contact
from lifelong.conversations.models.conversation import Conversation
from lifelong.customers.models import Customer, Handle
from lifelong.files.models import StoredFile
from lifelong.lib import ids
from lifelong.lib.words import DayOf, Together, WordsOf


class EntryKind(models.TextChoices):
    MESSAGE_IN = "message_in", _("Message from the customer")
    MESSAGE_OUT = "message_out", _("Message from us")
    NOTE = "note", _("Note")
    EVENT = "event", _("Event")


#: what somebody said or wrote down, and did not take back
SAID = ~models.Q(kind=EntryKind.EVENT) & models.Q(redacted_at=None, withdrawn_at=None)


class Entry(models.Model):
    """One item of the timeline, ordered by (placed_at, position). Never overwritten."""

    id = ids.primary_key()
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    kind = models.CharField(max_length=20, choices=EntryKind)
    channel = models.CharField(max_length=20, choices=Channel, default="")
    #: received, or the original time when imported
    placed_at = models.DateTimeField()
    position = models.PositiveIntegerField()
    revision = models.PositiveBigIntegerField()
    #: who speaks: an agent, or the customer by a handle; neither: the system
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    handle = models.ForeignKey(Handle, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(default="")
    #: for an event: what happened, and its ids ({"what": "closed", "topic": ...}); for whatever
    #: was made by a rule: which ({"rule": id})
    details = models.JSONField(default=dict)
    redacted_at = models.DateTimeField(null=True)
    #: taken back by its sender before it went out
    withdrawn_at = models.DateTimeField(null=True)

    #: its files, where a query brought them along (`queries.as_shown`)
    attached: "list[Attachment]"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "position"], name="one_entry_per_position"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "-placed_at", "-position"], name="entry_by_place"),
            models.Index(fields=["conversation", "revision"], name="entry_by_revision"),
            GinIndex(
                Together(WordsOf("text"), DayOf("placed_at")),
                name="entry_by_words",
                condition=SAID,
                # small, so that no message waits long while the words of others are sorted in
                gin_pending_list_limit=256,
            ),
        ]


class AwaitedFile(models.Model):
    """A file of a message that its vendor keeps for us; gone once it hangs on the entry."""

    id = ids.primary_key()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="awaited")
    customer_id = models.UUIDField()
    place = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=2000)
    content_type = models.CharField(max_length=120)
    tries = models.PositiveSmallIntegerField(default=0)
    #: null once it was given up
    next_try_at = models.DateTimeField(null=True)
    #: why it did not come
    words = models.CharField(max_length=300, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="file_awaited",
                condition=models.Q(next_try_at__isnull=False),
            ),
        ]


class Attachment(models.Model):
    """A file at its place in a message or a note."""

    id = ids.primary_key()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    content_id = models.CharField(max_length=255, default="")
    inline = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)
