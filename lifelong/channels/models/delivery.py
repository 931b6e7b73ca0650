"""What came in at the doors, raw, and whose is refused."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models.door import Connection, Endpoint
from lifelong.lib import ids
from lifelong.lib.sealing import SealedField, SealedJSONField


class DeliveryState(models.TextChoices):
    UNPROCESSED = "unprocessed", _("waiting to be read")
    STORED = "stored", _("stored")
    DUPLICATE = "duplicate", _("a copy of one we have")
    PARKED = "parked", _("parked")
    QUARANTINED = "quarantined", _("in quarantine")
    BLOCKED = "blocked", _("blocked")
    PUT_AWAY = "put-away", _("put away")


class Round(models.Model):
    """Many deliveries that somebody has read again at once: all that were parked, or all that
    were in quarantine. They go to the intake a few at a time."""

    id = ids.primary_key()
    #: where they waited
    of = models.CharField(max_length=20, choices=DeliveryState)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    #: how many there were, and how many of them went to the intake
    total = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    over_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: somebody ended it; what nobody had read yet waits where it had waited
    stopped = models.BooleanField(default=False)
    #: how many stand where since, by state; and why those came back that did:
    #: {"stored": 40, "parked": 2, "reasons": [["It has no sender.", 2]]}
    became = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of"],
                name="one_round_at_a_time",
                condition=models.Q(over_at=None),
            ),
        ]
        indexes = [models.Index(fields=["of", "-began_at"], name="round_by_age")]


class Delivery(models.Model):
    """What came in at a door, as it came: committed before anybody looks inside."""

    id = ids.primary_key()
    #: who can read it
    connector = models.CharField(max_length=20)
    endpoint = models.ForeignKey(
        Endpoint, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    connection = models.ForeignKey(
        Connection, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
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
    #: it was parked, and somebody looked: nothing is to be done, for this reason
    put_away_why = models.CharField(max_length=300, default="", db_default="")
    put_away_by = models.ForeignKey(
        Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    put_away_at = models.DateTimeField(null=True)
    #: the round in which it was read again last
    round = models.ForeignKey(
        Round, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                name="delivery_to_read",
                condition=models.Q(state="unprocessed"),
            ),
            models.Index(fields=["state", "received_at"], name="delivery_by_state"),
            models.Index(
                fields=["endpoint", "-received_at"],
                name="delivery_by_endpoint",
                condition=models.Q(endpoint__isnull=False),
            ),
            models.Index(
                fields=["connection", "-received_at"],
                name="delivery_by_connection",
                condition=models.Q(connection__isnull=False),
            ),
            models.Index(
                fields=["round", "state"],
                name="delivery_of_round",
                condition=models.Q(round__isnull=False),
            ),
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
