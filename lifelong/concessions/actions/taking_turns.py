"""Waiting for one's turn, so that the sums that a limit is held against are true until commit."""

from collections.abc import Collection

from lifelong.concessions.models import Guard


def take_turns(keys: Collection[str]) -> None:
    """Lock these names until the end of the transaction.

    Our last locks: conversations and orders come before. In one order everywhere, so that two
    who share several names cannot lock each other.
    """
    wanted = sorted(set(keys))
    known = set(Guard.objects.filter(pk__in=wanted).values_list("key", flat=True))
    if missing := [key for key in wanted if key not in known]:
        Guard.objects.bulk_create([Guard(key=key) for key in missing], ignore_conflicts=True)
    list(Guard.objects.select_for_update().filter(pk__in=wanted).order_by("key"))
