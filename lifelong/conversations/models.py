from datetime import datetime

from django.db import models
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel, Endpoint, Inbox
from lifelong.conversations.standing import Status
from lifelong.customers.models import Customer, Handle
from lifelong.files.models import StoredFile
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


class Conversation(models.Model):
    """The one lifelong conversation of a customer. Its row is the lock for all that is in it."""

    id = ids.primary_key()
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="+")
    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: who served this customer last, once nobody owns the conversation any more
    last_owner = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    #: of its most urgent contact; follows from them, see standing.py
    status = models.CharField(max_length=10, choices=Status, default=Status.CLOSED)
    #: since when the customer waits for us; null when they do not
    waiting_since = models.DateTimeField(null=True)
    #: the last position and the last revision that were given out
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveBigIntegerField(default=0)
    last_entry_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["inbox", "waiting_since"],
                name="conversation_unowned",
                condition=models.Q(owner=None, status="new"),
            ),
            models.Index(
                fields=["owner", "status"],
                name="conversation_owned",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(
                fields=["inbox", "status", "waiting_since"], name="conversation_by_status"
            ),
        ]

    def next_position(self) -> int:
        self.position += 1
        return self.position

    def next_revision(self) -> int:
        """The number of a visible change. Only under the row's lock."""
        self.revision += 1
        return self.revision


class Resolution(models.TextChoices):
    SOLVED = "solved", _("Solved")
    NO_REPLY_NEEDED = "no-reply-needed", _("No reply needed")
    SPAM = "spam", _("Spam")
    ABANDONED = "abandoned", _("Abandoned")
    COMBINED = "combined", _("Combined with another")


class SetAsideOn(models.TextChoices):
    CUSTOMER = "customer", _("the customer")
    COLLEAGUE = "colleague", _("a colleague")
    WAREHOUSE = "warehouse", _("the warehouse")
    CARRIER = "carrier", _("a carrier")
    BANK = "bank", _("a bank")


class Contact(models.Model):
    """One matter, from the customer needing something until it is settled."""

    id = ids.primary_key()
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="contacts"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20, choices=Channel)
    endpoint = models.ForeignKey(Endpoint, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300, default="")
    opened_at = models.DateTimeField()
    #: since when the customer waits on this matter; null once answered
    waiting_since = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    first_reply_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_on = models.CharField(max_length=20, choices=SetAsideOn, default="")
    set_aside_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    resolution = models.CharField(max_length=20, choices=Resolution, default="")
    #: why it was closed although the customer waited or a promise was open
    closed_reason = models.CharField(max_length=300, default="")
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "-opened_at"], name="contact_of_conversation"),
            models.Index(
                fields=["set_aside_until"],
                name="contact_to_wake",
                condition=models.Q(set_aside_until__isnull=False, closed_at=None),
            ),
        ]


class EntryKind(models.TextChoices):
    MESSAGE_IN = "message_in", _("Message from the customer")
    MESSAGE_OUT = "message_out", _("Message from us")
    NOTE = "note", _("Note")
    EVENT = "event", _("Event")


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
    #: for an event: what happened, and its ids ({"what": "closed", "topic": ...})
    details = models.JSONField(default=dict)
    redacted_at = models.DateTimeField(null=True)
    #: taken back by its sender before it went out
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "position"], name="one_entry_per_position"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "-placed_at", "-position"], name="entry_by_place"),
            models.Index(fields=["conversation", "revision"], name="entry_by_revision"),
        ]


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
    #: what a hero should know: {"mark": "stranger", "conversation": id}
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


class Attachment(models.Model):
    """A file at its place in a message or a note."""

    id = ids.primary_key()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    content_id = models.CharField(max_length=255, default="")
    inline = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(default=0)


class Identity(models.Model):
    """That one message has been taken in. A second copy finds this row and ends there."""

    key = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField()
    #: the delivery that came first; read again, it is no copy of itself
    delivery_id = models.UUIDField(null=True)


class SendingState(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    ACCEPTED = "accepted", _("sent")
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("came back")
    FAILED = "failed", _("not sent")
    UNKNOWN = "unknown", _("perhaps sent")
    WITHDRAWN = "withdrawn", _("taken back")


class Sending(models.Model):
    """How an outbound message fares on its way."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="sending"
    )
    customer_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=SendingState, default=SendingState.QUEUED)
    recipient = models.CharField(max_length=320)
    queued_at = models.DateTimeField()
    #: not before this moment: the time to take it back, or a chosen hour
    send_at = models.DateTimeField()
    next_try_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    tries = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    #: what the other side said last
    words = models.CharField(max_length=500, default="")
    #: how the contact stood before, so that taking back gives it back
    before = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="sending_due",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
        ]


class Draft(models.Model):
    """Words not yet said. One for each agent and conversation; every save is a version."""

    id = ids.primary_key()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    customer_id = models.UUIDField()
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, default="reply")
    text = models.TextField(default="")
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
