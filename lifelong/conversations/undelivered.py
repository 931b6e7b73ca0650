"""What did not reach its customer, and whether anything leaves an address at all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations.models import Entry, EntryKind, Sending, SendingState
from lifelong.lib import clock
from lifelong.lib.errors import NotFound

UNDELIVERED = (SendingState.FAILED, SendingState.BOUNCED, SendingState.UNKNOWN)
#: what was given up longer ago is no news
LATELY = timedelta(days=30)
#: further nobody counts
MOST = 1000
#: so many tries in vain since something left, and nothing leaves any more
IN_VAIN = 3


def undelivered(*, visible_to: Caller) -> QuerySet[Sending]:
    """What was given up of late and is still waited for: the customer waits in its matter, and
    neither they nor we have said anything there since. The newest first."""
    visible_to.must(Verb.SEE_HEALTH)
    return _waited_for().select_related(
        "endpoint", "entry__contact", "entry__conversation__customer", "entry__conversation__lead"
    )


def _waited_for() -> QuerySet[Sending]:
    since = Entry.objects.filter(
        contact=OuterRef("entry__contact"),
        position__gt=OuterRef("entry__position"),
        kind__in=[EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT],
        withdrawn_at=None,
    )
    return (
        _lately()
        .filter(
            ~Exists(since),
            entry__contact__waiting_since__isnull=False,
            entry__contact__closed_at=None,
            entry__message__automatic="",
        )
        .order_by("-failed_at", "-entry")
    )


def _lately() -> QuerySet[Sending]:
    return Sending.objects.filter(state__in=UNDELIVERED, failed_at__gt=clock.now() - LATELY)


@dataclass(frozen=True)
class Counted:
    #: those that are waited for, how many of them may simply be tried again, and since when
    waited_for: int
    failed: int
    oldest_at: datetime | None
    #: those of late that nobody waits for: said otherwise since, or sent by themselves
    others: int


def counted(*, visible_to: Caller) -> Counted:
    """None of the numbers is above `MOST`."""
    visible_to.must(Verb.SEE_HEALTH)
    open_ones = list(_waited_for().values_list("state", "failed_at")[:MOST])
    every = _lately().order_by("-failed_at", "-entry").values_list("pk")[:MOST].count()
    return Counted(
        waited_for=len(open_ones),
        failed=sum(state == SendingState.FAILED for state, _at in open_ones),
        oldest_at=min((at for _state, at in open_ones if at), default=None),
        others=max(every - len(open_ones), 0),
    )


def undelivered_entry(entry_id: UUID, *, visible_to: Caller) -> Entry:
    visible_to.must(Verb.SEE_HEALTH)
    found = Sending.objects.filter(pk=entry_id, state__in=UNDELIVERED).select_related("entry")
    if (sending := found.first()) is None:
        raise NotFound(_("It is not among what failed any more."))
    return sending.entry


def to_be_retried(*, until: datetime, most: int) -> list[Entry]:
    """The oldest that failed until a moment, are waited for, and certainly did not arrive."""
    rows = _waited_for().filter(state=SendingState.FAILED, failed_at__lte=until)
    found = rows.order_by("failed_at", "entry").select_related("entry")[:most]
    return [sending.entry for sending in found]


@dataclass(frozen=True)
class Departures:
    """How messages leave one of our addresses."""

    last_at: datetime | None = None
    #: how many of late have not left
    stuck: int = 0
    #: when the last try failed, and what the other side said
    failed_at: datetime | None = None
    words: str = ""
    #: tries in vain since something left, of what was not refused for good at once: of a mailbox
    #: that is not there nothing follows. And what was said of the last of them
    in_vain: int = 0
    why: str = ""

    @property
    def is_stuck(self) -> bool:
        return self.in_vain >= IN_VAIN


#: a few rows of two indexes for each endpoint, however much was sent
_DEPARTURES = """
SELECT door.id, newest.accepted_at, coalesce(bad.stuck, 0), bad.failed_at,
    coalesce(bad.words, ''), coalesce(bad.in_vain, 0), coalesce(bad.why, '')
FROM channels_endpoint AS door
LEFT JOIN LATERAL (
    SELECT accepted_at FROM conversations_sending
    WHERE endpoint_id = door.id AND accepted_at IS NOT NULL
    ORDER BY accepted_at DESC LIMIT 1
) AS newest ON true
LEFT JOIN LATERAL (
    SELECT max(failed_at) AS failed_at, (array_agg(words ORDER BY failed_at DESC))[1] AS words,
        count(*) FILTER (WHERE accepted_at IS NULL) AS stuck,
        sum(tries) FILTER (WHERE in_vain) AS in_vain,
        (array_agg(words ORDER BY failed_at DESC) FILTER (WHERE in_vain))[1] AS why
    FROM (
        SELECT failed_at, words, tries, accepted_at, accepted_at IS NULL
            AND failed_at > coalesce(newest.accepted_at, '-infinity')
            AND (state IN ('queued', 'sending') OR tries >= %(in_vain)s) AS in_vain
        FROM conversations_sending
        WHERE endpoint_id = door.id AND failed_at > %(since)s
        ORDER BY failed_at DESC LIMIT %(most)s
    ) AS found
) AS bad ON true
WHERE door.is_active
"""


def departures(*, visible_to: Caller) -> dict[UUID, Departures]:
    """By endpoint, of those that are open."""
    visible_to.must(Verb.SEE_HEALTH)
    with connection.cursor() as cursor:
        said: dict[str, Any] = {"since": clock.now() - LATELY, "most": MOST, "in_vain": IN_VAIN}
        cursor.execute(_DEPARTURES, said)
        return {door_id: Departures(*said) for door_id, *said in cursor.fetchall()}
