"""Requests that were not the vendor's: nothing of them is kept but that they came, and why not."""

from django.db.models import F

from lifelong.channels.models import Connection, Endpoint
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def note_refusal(door: Endpoint | Connection, *, why: str) -> None:
    """Count one more refused request at this door. `why` holds no personal data."""
    with transaction():
        type(door).objects.filter(pk=door.pk).update(
            refused=F("refused") + 1, refused_at=clock.now(), refused_why=why[:300]
        )
