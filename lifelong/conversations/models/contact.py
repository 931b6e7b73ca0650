"""One matter inside a conversation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.models.conversation import Conversation
from lifelong.conversations.models.topic import Topic
from lifelong.customers.models import Customer
from lifelong.lib import ids


class Resolution(models.TextChoices):
    SOLVED = "solved", _("Solved")
    NO_REPLY_NEEDED = "no-reply-needed", _("No reply needed")
    SPAM = "spam", _("Spam")
    ABANDONED = "abandoned", _("Abandoned")
    COMBINED = "combined", _("Combined with another")


class BegunBy(models.TextChoices):
    CUSTOMER = "customer", _("the customer")
    #: what comes of it counts apart from what customers begin
    US = "us", _("us")


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
    begun_by = models.CharField(max_length=10, choices=BegunBy, default=BegunBy.CUSTOMER)
    #: since when the customer waits on this matter; null once answered
    waiting_since = models.DateTimeField(null=True)
    #: until when they shall have an answer, by the target of inbox and channel; null with it
    due_at = models.DateTimeField(null=True)
    #: until when they were to have the first answer of all; kept once it was given
    first_due_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    first_reply_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_on = models.CharField(max_length=20, choices=SetAsideOn, default="")
    set_aside_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    resolution = models.CharField(max_length=20, choices=Resolution, default="")
    #: why it was closed although the customer waited or a promise was open
    closed_reason = models.CharField(max_length=300, default="")
    #: the matter in which it goes on
    combined_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    #: how both stood before that, so that it can be taken back
    before = models.JSONField(null=True)
    reopened_at = models.DateTimeField(null=True)
    #: what the customer said last when asked whether it is settled; null: nothing, or of an
    #: earlier closing
    confirmed = models.BooleanField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "-opened_at"], name="contact_of_conversation"),
            # of a topic most are closed, and lists ask for the others
            models.Index(
                fields=["topic"], name="contact_open_topic", condition=models.Q(closed_at=None)
            ),
            models.Index(
                fields=["set_aside_until"],
                name="contact_to_wake",
                condition=models.Q(set_aside_until__isnull=False, closed_at=None),
            ),
        ]
