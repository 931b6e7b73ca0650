"""What vendors and customers knock at."""

from django.db import models

from lifelong.channels.models.brand import Brand, Inbox
from lifelong.channels.models.channel import Channel
from lifelong.lib import ids
from lifelong.lib.sealing import SealedJSONField


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
