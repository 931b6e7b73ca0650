from django.db import models

from lifelong.lib import ids


class StoredFile(models.Model):
    """A file somebody sent. Its bytes lie under MEDIA_ROOT by their SHA-256."""

    id = ids.primary_key()
    customer_id = models.UUIDField(null=True, db_index=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
