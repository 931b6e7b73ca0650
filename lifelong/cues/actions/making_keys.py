"""The installation's own key for push servers."""

from lifelong.cues.encryption import new_key
from lifelong.cues.models import PushKey
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def push_key() -> PushKey:
    """Made when it is first asked for, and kept: bells that hang know no other."""
    kept = PushKey.objects.first()
    if kept is not None:
        return kept
    private, public = new_key()
    made = PushKey(private=private, public=public, made_at=clock.now())
    with transaction():
        # of two who make one at once the first is kept
        PushKey.objects.bulk_create([made], ignore_conflicts=True)
    return PushKey.objects.get()
