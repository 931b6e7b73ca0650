"""What all that comes from a store has in common."""

from datetime import datetime

from django.db import models

from lifelong.channels.models import Connection
from lifelong.lib import ids


class Told(models.Model):
    """A thing of a store, kept under the store's own id."""

    id = ids.primary_key()
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="+")
    #: the store's own id
    ref = models.CharField(max_length=64)
    #: how new our knowledge is: by the store's clock, and when it was told (seconds are coarse).
    #: Null while others have only mentioned it.
    updated_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    told_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )

    class Meta:
        abstract = True

    def learn(self, *, updated_at: datetime, told_at: datetime) -> bool:
        """Whether this telling is as new as what we know; if so, it is what we know now."""
        known = self.updated_at, self.told_at
        if known[0] and known[1] and (updated_at, told_at) < known:
            return False
        self.updated_at, self.told_at = updated_at, told_at
        return True


class Heard(models.Model):
    """That one piece of news was taken in. A second copy finds this row and ends there."""

    key = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField()
    #: the delivery that came first; read again, it is no copy of itself
    delivery_id = models.UUIDField()
