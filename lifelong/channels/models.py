from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent, Team
from lifelong.lib import ids
from lifelong.lib.sealing import SealedField, SealedJSONField


class Channel(models.TextChoices):
    EMAIL = "email", _("Mail")
    CHAT = "chat", _("Chat")
    SMS = "sms", _("Text")
    WHATSAPP = "whatsapp", "WhatsApp"
    MESSENGER = "messenger", "Messenger"
    INSTAGRAM = "instagram", "Instagram"
    VOICE = "voice", _("Call")
    SELF_SERVICE = "self-service", _("Self-service")
    CUSTOM = "custom", _("Other")


class Brand(models.Model):
    """A shop under its own name. One installation may run several; they share customers."""

    id = ids.primary_key()
    name = models.CharField(max_length=80, unique=True)
    zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    languages = ArrayField(models.CharField(max_length=12), default=list)
    accent = models.CharField(max_length=9, default="#3056d3")

    def __str__(self) -> str:
        return self.name


class Inbox(models.Model):
    """A queue of work. A conversation sits in exactly one."""

    id = ids.primary_key()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="inboxes")
    name = models.CharField(max_length=80)
    members = models.ManyToManyField(Agent, related_name="+", blank=True)
    teams = models.ManyToManyField(Team, related_name="+", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="inbox_name_per_brand"),
        ]

    def __str__(self) -> str:
        return self.name


class Door(models.Model):
    """What a vendor's webhooks knock at, under an address that cannot be guessed."""

    #: which connector speaks for it
    connector = models.CharField(max_length=20, default="email")
    #: the last part of the address that the vendor calls: /hooks/<connector>/<key>
    key = models.CharField(max_length=43, unique=True, default=ids.new_key)
    #: what the connector needs; its folder holds the schema
    settings = models.JSONField(default=dict)
    secrets = SealedJSONField(null=True)
    is_active = models.BooleanField(default=True)
    #: requests whose signature was wrong: nothing of them is stored but this
    refused = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=300, default="")

    class Meta:
        abstract = True


class Connection(Door):
    """A system whose news we take in and in which we act: one shop at one vendor."""

    id = ids.primary_key()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="connections")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Endpoint(Door):
    """Our own address on one channel: support@brand, a number, a site's widget."""

    id = ids.primary_key()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="endpoints")
    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="endpoints")
    channel = models.CharField(max_length=20, choices=Channel)
    #: as it is dialled or written to, normalised
    address = models.CharField(max_length=254)
    #: shown to customers as the sender
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="one_endpoint_per_address"),
        ]

    def __str__(self) -> str:
        return self.address


class DeliveryState(models.TextChoices):
    UNPROCESSED = "unprocessed", _("waiting to be read")
    STORED = "stored", _("stored")
    DUPLICATE = "duplicate", _("a copy of one we have")
    PARKED = "parked", _("parked")
    QUARANTINED = "quarantined", _("in quarantine")
    BLOCKED = "blocked", _("blocked")


class Delivery(models.Model):
    """What came in at a door, as it came: committed before anybody looks inside."""

    id = ids.primary_key()
    #: who can read it
    connector = models.CharField(max_length=20)
    endpoint = models.ForeignKey(Endpoint, null=True, on_delete=models.SET_NULL, related_name="+")
    connection = models.ForeignKey(
        Connection, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField()
    body = SealedField()
    #: what the transport said beside the body (for mail: envelope sender and recipients)
    envelope = SealedJSONField()
    state = models.CharField(
        max_length=20, choices=DeliveryState, default=DeliveryState.UNPROCESSED
    )
    #: why it was parked or quarantined: a sentence without personal data
    reason = models.CharField(max_length=300, default="")
    #: sender, subject and first words for the admin's list, while it is in quarantine or blocked
    summary = SealedJSONField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    #: let in by an admin: suspicion no longer counts
    let_in = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                name="delivery_to_read",
                condition=models.Q(state="unprocessed"),
            ),
            models.Index(fields=["state", "received_at"], name="delivery_by_state"),
        ]


class Block(models.Model):
    """A sender whose messages are refused a place, by an admin's click."""

    id = ids.primary_key()
    connector = models.CharField(max_length=20)
    #: SHA-256 of the normalised handle, so that the list itself names nobody
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connector", "digest"], name="one_block_per_sender"),
        ]
