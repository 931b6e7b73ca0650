"""How an outbound message fares."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.channels.models import Endpoint
from lifelong.conversations.models.entry import Entry


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
    #: by which it leaves: that of its message, known here to be found by
    endpoint = models.ForeignKey(
        Endpoint, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, choices=SendingState, default=SendingState.QUEUED)
    recipient = models.CharField(max_length=320)
    queued_at = models.DateTimeField()
    #: not before this moment: the time to take it back, or a chosen hour
    send_at = models.DateTimeField()
    next_try_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    tries = models.PositiveSmallIntegerField(default=0)
    #: an earlier try may have reached the other side; nothing was heard of it
    in_doubt = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True)
    #: when its last try failed; null again once it has left, or is tried anew
    failed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: of what nobody asked for: the hours on the customer's wall in which it may leave, as
    #: {"zone", "from", "to"} in minutes of the day, and when it is too late to say it
    hours = models.JSONField(null=True)
    expires_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
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
            models.Index(
                fields=["endpoint", "-accepted_at"],
                name="sending_left",
                condition=models.Q(accepted_at__isnull=False),
            ),
            models.Index(
                fields=["endpoint", "-failed_at"],
                name="sending_failing",
                condition=models.Q(failed_at__isnull=False),
            ),
            models.Index(
                fields=["-failed_at", "-entry"],
                name="sending_undelivered",
                condition=models.Q(state__in=["failed", "bounced", "unknown"]),
            ),
        ]
