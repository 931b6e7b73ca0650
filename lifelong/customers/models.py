from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Collate, Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel
from lifelong.lib import ids
from lifelong.lib.words import WordsOf


class HandleKind(models.TextChoices):
    EMAIL = "email", _("Mail address")
    PHONE = "phone", _("Phone")
    VISITOR = "visitor", _("Chat visitor")
    SOCIAL = "social", _("Social profile")
    STORE = "store", _("Store customer")


class Customer(models.Model):
    """A person, never a ticket. Several that were joined are one person."""

    id = ids.primary_key()
    #: whom this one is joined to; never joined itself, so one step leads there
    lead = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="joined", db_index=False
    )
    name = models.CharField(max_length=200, default="")
    language = models.CharField(max_length=12, default="")
    zone = models.CharField(max_length=64, default="")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["lead"],
                name="customer_joined",
                condition=models.Q(lead__isnull=False),
            ),
            models.Index(
                Upper("name"),
                name="customer_by_full_name",
                condition=models.Q(name__contains=" "),
            ),
            GinIndex(WordsOf("name"), name="customer_by_words"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def person_id(self) -> UUID:
        """The same for all who were joined: the id of their lead."""
        return self.lead_id or self.id


class Handle(models.Model):
    """A way to reach or recognise a customer. Has exactly one holder."""

    id = ids.primary_key()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="handles")
    kind = models.CharField(max_length=20, choices=HandleKind)
    #: normalised: lower-cased mail address, E.164 number
    value = models.CharField(max_length=320)
    #: where we have it from ("mail", "checkout", "import") and since when
    claimed_how = models.CharField(max_length=40)
    claimed_at = models.DateTimeField()
    #: what showed that it is theirs ("dmarc", "code", "text"), null until something did
    proved_how = models.CharField(max_length=40, null=True)
    proved_at = models.DateTimeField(null=True)
    #: used by several people: forbids joining
    shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="one_holder_per_handle"),
        ]
        indexes = [models.Index(Collate("value", "C"), name="handle_by_beginning")]

    @property
    def is_proved(self) -> bool:
        return self.proved_at is not None

    @property
    def words(self) -> str:
        """As people say it: a visitor's is a long number, of which the end will do, and a store
        customer's is the number there."""
        if self.kind == HandleKind.STORE:
            return gettext("Customer %(number)s") % {"number": self.value.rpartition(":")[2]}
        if self.kind != HandleKind.VISITOR:
            return self.value
        return gettext("Visitor %(mark)s") % {"mark": self.value[-4:].upper()}


class HandleClaim(models.Model):
    """That a customer says a handle is theirs, which they do not hold.

    It gives them none of its messages and joins nobody: it is evidence for a suggestion.
    """

    id = ids.primary_key()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=20, choices=HandleKind)
    value = models.CharField(max_length=320)
    #: where they said so ("form", "checkout", "signature", "identity"), and when last
    how = models.CharField(max_length=40)
    at = models.DateTimeField()
    #: what showed it, where it was shown and somebody else holds the handle all the same
    proof = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "value"], name="one_claim_per_customer"
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="claim_by_handle")]


class Joining(models.Model):
    """That two customers are one person. Parting ends it and keeps the row."""

    id = ids.primary_key()
    #: the two whom the evidence is about; those joined to them before came along
    one = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: null: both sides had proved it
    by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    parted_at = models.DateTimeField(null=True)
    parted_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="joined_once_at_a_time",
                condition=models.Q(parted_at=None),
            ),
            models.CheckConstraint(
                name="joined_with_another", condition=models.Q(one__lt=models.F("other"))
            ),
        ]
        indexes = [models.Index(fields=["other"], name="joining_by_other")]


class NotTheSame(models.Model):
    """That a hero has looked at two customers and found two people: suggested no more."""

    id = ids.primary_key()
    one = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="told_apart_once"),
            models.CheckConstraint(
                name="told_apart_from_another", condition=models.Q(one__lt=models.F("other"))
            ),
        ]
        indexes = [models.Index(fields=["other"], name="told_apart_by_other")]


class How(models.TextChoices):
    """By what we know what somebody wants."""

    KEYWORD = "keyword", _("a word they sent")
    LINK = "link", _("a link in a message")
    STORE = "store", _("the shop")
    VENDOR = "vendor", _("our provider")
    AGENT = "agent", _("a hero")


class Purpose(models.TextChoices):
    """What somebody lets us write for. Who wants no answers gets nothing else either."""

    ANSWERS = "answers", _("answers")
    #: what we tell or ask by ourselves about their orders and matters
    UPDATES = "updates", _("news of their orders")
    #: what concerns none of these: rewards, recommendations
    OFFERS = "offers", _("offers")


class Consent(models.Model):
    """Whether we may write to a handle on one channel for one purpose: the last that its
    holder said about it."""

    id = ids.primary_key()
    handle = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="consents")
    customer_id = models.UUIDField()
    channel = models.CharField(max_length=20, choices=Channel)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.ANSWERS)
    given = models.BooleanField()
    how = models.CharField(max_length=20, choices=How)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handle", "channel", "purpose"], name="one_consent_per_purpose"
            ),
        ]
