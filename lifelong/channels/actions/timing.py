"""When we are there, and how soon whoever writes then is answered."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from lifelong.channels.actions.opening import Misplaced
from lifelong.channels.events import TargetsChanged
from lifelong.channels.hours import ALWAYS, MIDNIGHT, Opening
from lifelong.channels.models import TARGET_OTHERWISE, TARGETS, Brand, Channel, Inbox
from lifelong.events.log import record
from lifelong.lib.transactions import transaction

Week = Sequence[Sequence[Opening]]
#: nobody is made to wait longer by a target
LONGEST_TARGET = timedelta(days=30)


def set_hours(whose: Brand | Inbox, *, week: Week, holidays: Sequence[date]) -> None:
    """Of a brand, or of one inbox by itself. A week without any opening says nothing: the brand
    is open day and night but on holidays, the inbox whenever its brand is."""
    if holidays and isinstance(whose, Inbox) and not any(week):
        raise Misplaced(_("Holidays of an inbox need hours of its own. Else set its brand's."))
    if len(week) != len(ALWAYS.week):
        raise Misplaced(_("A week has seven days."))
    said: dict[str, list[Any]] = {}
    if any(week):
        said["week"] = [[[_clock(o.start), _clock(o.end)] for o in _apart(day)] for day in week]
    if holidays:
        said["holidays"] = sorted({day.isoformat() for day in holidays})
    with transaction():
        whose.hours = said
        whose.save(update_fields=["hours"])
        inboxes = Inbox.objects.filter(brand=whose) if isinstance(whose, Brand) else [whose]
        for inbox in inboxes:
            record(TargetsChanged(inbox_id=inbox.id))


def set_targets(inbox: Inbox, *, targets: Mapping[Channel, timedelta]) -> None:
    """How soon customers of an inbox are answered, in opening hours. What equals the usual target
    of its channel goes on to follow that."""
    for target in targets.values():
        if not timedelta(minutes=1) <= target <= LONGEST_TARGET:
            raise Misplaced(_("A target is between one minute and 30 days."))
    with transaction():
        inbox.targets = {
            channel.value: int(target.total_seconds() // 60)
            for channel, target in targets.items()
            if target != TARGETS.get(channel, TARGET_OTHERWISE)
        }
        inbox.save(update_fields=["targets"])
        record(TargetsChanged(inbox_id=inbox.id))


def _apart(day: Sequence[Opening]) -> list[Opening]:
    openings = sorted(day, key=lambda one: one.start)
    for one, other in pairwise(openings):
        if other.start < one.end:
            raise Misplaced(_("Two openings of one day overlap."))
    return openings


def _clock(minutes: int) -> str:
    return "24:00" if minutes == MIDNIGHT else f"{minutes // 60:02}:{minutes % 60:02}"
