"""Whether everything gets through, in sentences: what is wrong, since when, and what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.conversations.undelivered import Counted
from lifelong.web.console.health.backlog import Backlog, Line
from lifelong.web.console.health.door_rows import DoorRow
from lifelong.web.console.health.machine import Machine


@dataclass(frozen=True)
class Concern:
    """`is_wrong`: something does not get through; else something wants a look."""

    is_wrong: bool
    words: str
    #: what to do about it
    advice: str
    since: datetime | None = None
    #: of the other side, as it said it
    quoted: str = ""
    #: where that is done: a page, or a place on this one
    href: str = ""


@dataclass(frozen=True)
class Diagnosis:
    #: what is wrong first
    concerns: Sequence[Concern]
    #: there is no door by which anything could come
    is_empty: bool

    @property
    def wrong(self) -> int:
        return sum(one.is_wrong for one in self.concerns)


def judged(
    *,
    doors: Sequence[DoorRow],
    undelivered: Counted,
    parked: Line,
    backlog: Backlog,
    machine: Machine,
) -> Diagnosis:
    found = [
        *_machine(machine),
        *(concern for one in doors for concern in _door(one)),
        *_undelivered(undelivered),
        *_backlog(backlog),
        *_parked(parked),
    ]
    return Diagnosis(sorted(found, key=lambda one: not one.is_wrong), is_empty=not doors)


def _machine(machine: Machine) -> Iterator[Concern]:
    for part in machine.parts:
        if not part.is_alive:
            yield Concern(
                True,
                str(part.about.without),
                _("Lifelong starts it again by itself. If it stays away, restart Lifelong; its "
                  "log says why it ended."),
                since=part.heard_at,
                href="#machine",
            )  # fmt: skip
    if machine.disk.is_low or machine.disk.is_full:
        yield Concern(
            machine.disk.is_full,
            _("The disk on which attachments lie is nearly full."),
            _("Make room, or move the files to a larger one: without room no message is kept."),
            href="#machine",
        )


def _door(one: DoorRow) -> Iterator[Concern]:
    if one.is_stuck and one.left is not None:
        yield Concern(
            True,
            _("Nothing leaves by %(name)s.") % {"name": one.name},
            _("It is tried again by itself. Look whether what carries its messages is there, and "
              "whether its password still holds."),
            since=one.left.last_at,
            quoted=one.left.why,
            href=one.href,
        )  # fmt: skip
    if one.is_refused:
        yield Concern(
            True,
            _("What arrives for %(name)s is refused.") % {"name": one.name},
            _("Compare the signing secret here with the one at the vendor."),
            since=one.came.last_at,
            quoted=one.words,
            href=one.href,
        )
    if one.feed is not None and (one.is_dead or one.is_silent):
        yield Concern(
            one.is_dead,
            _("%(name)s tells nothing of parcels.") % {"name": one.name},
            _("Look whether the connection still stands. Until it tells again, no outreach sets "
              "out because of it."),
            since=one.feed.heard_at,
            quoted=one.words,
            href=one.href,
        )  # fmt: skip
    elif one.is_silent:
        yield Concern(
            False,
            _("It is unusually quiet at %(name)s.") % {"name": one.name},
            _("Send a message there yourself, and see whether it comes in."),
            since=one.came.last_at,
            href=one.href,
        )


def _undelivered(some: Counted) -> Iterator[Concern]:
    if some.waited_for:
        yield Concern(
            True,
            ngettext(
                "%(n)s answer did not reach its customer, who still waits.",
                "%(n)s answers did not reach their customers, who still wait.",
                some.waited_for,
            )
            % {"n": some.waited_for},
            _("Try again below, or answer in another way."),
            since=some.oldest_at,
            href="#undelivered",
        )


def _backlog(backlog: Backlog) -> Iterator[Concern]:
    if backlog.unread.is_late:
        yield Concern(
            True,
            _("What came in waits to be read."),
            _("Nothing is lost. If it does not get less, look whether the intake runs."),
            since=backlog.unread.since,
            href="#backlog",
        )
    late = [one for one in (backlog.reactions, backlog.work) if one.is_late]
    if late:
        yield Concern(
            True,
            _("Work lags behind: answers leave late, and what should follow from news comes late."),
            _("If it does not get less, look whether the worker runs, or run a second one."),
            since=min(one.since for one in late if one.since),
            href="#backlog",
        )
    if backlog.lost:
        yield Concern(
            False,
            ngettext("%(n)s job was given up.", "%(n)s jobs were given up.", backlog.lost)
            % {"n": backlog.lost},
            _("The log says why. Mend the cause, then have them run again below."),
            since=backlog.lost_at,
            href="#backlog",
        )


def _parked(parked: Line) -> Iterator[Concern]:
    if parked.count:
        yield Concern(
            False,
            ngettext(
                "%(n)s delivery of the last seven days could not be read or placed.",
                "%(n)s deliveries of the last seven days could not be read or placed.",
                parked.count,
            )
            % {"n": parked.count},
            _("Look why, mend the cause, and have them read again."),
            since=parked.since,
            href="/intake/parked",
        )
