"""The installation itself: its processes, its disk, its database."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lifelong.web.console.health import ports

GIGABYTE = 10**9


@dataclass(frozen=True)
class About:
    """What a part is called, what it does, and what is missing without it."""

    name: Promise
    does: Promise
    without: Promise


PARTS = {
    "worker": About(
        _("Worker"),
        _("sends, and does what follows from what happens"),
        _("The worker has stopped: nothing is sent, and nothing follows from what happens."),
    ),
    "intake": About(
        _("Intake"),
        _("reads what came in"),
        _("The intake has stopped: what comes in is kept, and nobody reads it."),
    ),
    "smtp": About(
        _("Mail door"),
        _("takes mail in"),
        _("The mail door has stopped: no mail is taken in. Senders try again for some days."),
    ),
    "stream": About(
        _("Live stream"),
        _("moves the screens"),
        _("The live stream has stopped: screens do not move by themselves."),
    ),
}


@dataclass(frozen=True)
class PartRow:
    id: str
    about: About
    is_alive: bool
    heard_at: datetime | None


@dataclass(frozen=True)
class Disk:
    """Where attachments lie, in bytes."""

    free: int
    total: int

    @property
    def used(self) -> int:
        return self.total - self.free

    @property
    def is_low(self) -> bool:
        """Less than a tenth is free, and less than 10 GB."""
        return self.free * 10 < self.total and self.free < 10 * GIGABYTE

    @property
    def is_full(self) -> bool:
        return self.free < GIGABYTE // 2


@dataclass(frozen=True)
class Machine:
    parts: Sequence[PartRow]
    disk: Disk
    database: int


def machine() -> Machine:
    rows = [
        PartRow(one.name, PARTS[one.name], one.is_alive, one.heard_at)
        for one in ports.parts()
        if one.name in PARTS
    ]
    return Machine(rows, _disk(Path(settings.MEDIA_ROOT)), _database())


def _disk(place: Path) -> Disk:
    """The folder is made with the first file."""
    while not place.exists():
        place = place.parent
    usage = shutil.disk_usage(place)
    return Disk(usage.free, usage.total)


def _database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
