from django.db import models

from lifelong.channels.models import Endpoint
from lifelong.customers.models import Handle
from lifelong.lib import ids


class SpentIdentity(models.Model):
    """A signed identity that was exchanged for a session: it opens none again."""

    id = ids.primary_key()
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="+")
    #: SHA-256 of the token's jti
    nonce = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    spent_at = models.DateTimeField()
    #: made by the widget: with it the same try is answered again
    attempt = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "nonce"], name="identity_spent_once"),
        ]


class Visit(models.Model):
    """A visitor before a widget: last seen when, and whether they write. It ages by itself."""

    handle = models.OneToOneField(
        Handle, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    customer_id = models.UUIDField()
    seen_at = models.DateTimeField()
    typing_at = models.DateTimeField(null=True)
