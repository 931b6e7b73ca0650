from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent, Team
from lifelong.channels.hours import Schedule, schedule_from
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


class Kind(models.TextChoices):
    """What work a channel is: words to and fro now, or answered in their order."""

    LIVE = "live", _("Live")
    WORKLIST = "worklist", _("Mail and tasks")


LIVE = frozenset(
    {Channel.CHAT, Channel.SMS, Channel.WHATSAPP, Channel.MESSENGER, Channel.INSTAGRAM}
)

#: how soon a customer is answered, in opening hours, where an inbox says nothing else
TARGETS: dict[str, timedelta] = {
    Channel.CHAT: timedelta(minutes=1),
    Channel.SMS: timedelta(minutes=10),
    Channel.WHATSAPP: timedelta(minutes=10),
    Channel.MESSENGER: timedelta(minutes=10),
    Channel.INSTAGRAM: timedelta(minutes=10),
    Channel.VOICE: timedelta(minutes=1),
}
TARGET_OTHERWISE = timedelta(hours=8)


def kind_of(channel: str) -> Kind:
    return Kind.LIVE if channel in LIVE else Kind.WORKLIST


class Brand(models.Model):
    """A shop under its own name. One installation may run several; they share customers."""

    id = ids.primary_key()
    name = models.CharField(max_length=80, unique=True)
    zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    languages = ArrayField(models.CharField(max_length=12), default=list)
    accent = models.CharField(max_length=9, default="#3056d3")
    #: when it is open, in its zone, as `hours.schedule_from` reads it; {}: always
    hours = models.JSONField(default=dict)

    @property
    def schedule(self) -> Schedule:
        return schedule_from(self.hours, zone=self.zone)

    def __str__(self) -> str:
        return self.name


class Inbox(models.Model):
    """A queue of work. A conversation sits in exactly one."""

    id = ids.primary_key()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="inboxes")
    name = models.CharField(max_length=80)
    members = models.ManyToManyField(Agent, related_name="+", blank=True)
    teams = models.ManyToManyField(Team, related_name="+", blank=True)
    #: its own opening hours, written as its brand's are; {}: the brand's
    hours = models.JSONField(default=dict)
    #: minutes of opening hours until the first answer, by channel, where not `TARGETS`
    targets = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="inbox_name_per_brand"),
        ]

    @property
    def schedule(self) -> Schedule:
        return schedule_from(self.hours or self.brand.hours, zone=self.brand.zone)

    def target(self, channel: str) -> timedelta:
        """How soon a customer on this channel is to be answered, in opening hours."""
        if channel in self.targets:
            return timedelta(minutes=self.targets[channel])
        return TARGETS.get(channel, TARGET_OTHERWISE)

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
