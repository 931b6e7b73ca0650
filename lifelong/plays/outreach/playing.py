"""Proactive outreach: telling of trouble with a parcel before somebody has to ask."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lifelong.commerce.feeds import FeedState, feed_state
from lifelong.commerce.models import Incident
from lifelong.conversations.models import Contact
from lifelong.customers.models import Purpose
from lifelong.lib import clock
from lifelong.plays.models import Case, Play, Touch
from lifelong.plays.outreach.saying import Texts
from lifelong.plays.outreach.waves import Waves
from lifelong.plays.playing import Way, Words, Work
from lifelong.plays.waiting import PutOff, Why

#: older news would only surprise
FRESH = timedelta(days=3)
#: then it is looked at again
SECOND_LOOK = timedelta(days=2)


class Outreach:
    """Says once what happened; looks again after two days, and then has a hero look."""

    def purpose(self, case: Case) -> Purpose:
        return Purpose.UPDATES

    def halts(self, play: Play) -> str:
        """Without any feed there is the watch, which needs none."""
        feed = feed_state(play.brand)
        if feed.state in (FeedState.STALE, FeedState.DEAD):
            return _("Its source of tracking news cannot be relied on: %(why)s") % {"why": feed.why}
        return ""

    def pointless(self, cases: Sequence[Case]) -> Mapping[UUID, Why | PutOff]:
        incidents = Incident.objects.in_bulk({case.subject for case in cases})
        waiting = _who_waits([case for case in cases if case.step == 0])
        waves = Waves(cases)
        found: dict[UUID, Why | PutOff] = {}
        for case in cases:
            incident = incidents.get(case.subject)
            if incident is None or incident.resolved_at is not None or _is_off(case):
                found[case.id] = Why.SETTLED
            elif case.step:
                continue
            elif case.id in waiting:
                found[case.id] = Why.WROTE
            elif clock.now() - case.begun_at > FRESH:
                found[case.id] = Why.STALE
            elif (held := waves.hold(case)) is not None:
                found[case.id] = held
        return found

    def words(self, ready: Sequence[tuple[Case, Way]]) -> Mapping[UUID, Words]:
        texts = Texts([case for case, _way in ready])
        said = ((case.id, texts.words(case, way)) for case, way in ready)
        return {case_id: words for case_id, words in said if words is not None}

    def work(self, cases: Sequence[Case]) -> Mapping[UUID, Work]:
        second = [case for case in cases if case.step]
        touched = Touch.objects.filter(case__in=second).select_related("entry__contact")
        contacts = {touch.case_id: touch.entry.contact for touch in touched}
        return {
            case.id: Work(
                what="still-not-there",
                contact=contacts.get(case.id),
                details={"incident": str(case.subject), "order": str(case.order_id or "")},
            )
            for case in second
        }

    def after(self, case: Case, *, now: datetime) -> datetime | None:
        return now + SECOND_LOOK if case.step == 1 else None


def _is_off(case: Case) -> bool:
    order = case.order
    return order is None or order.cancelled_at is not None or order.deleted_at is not None


def _who_waits(cases: Sequence[Case]) -> set[UUID]:
    """The cases whose customer waits for a hero already: they wrote first."""
    people = {case.customer.person_id for case in cases}
    rows = Contact.objects.filter(closed_at=None, waiting_since__isnull=False)
    rows = rows.filter(Q(customer__in=people) | Q(customer__lead__in=people))
    waiting = {one.customer.person_id for one in rows.select_related("customer")}
    return {case.id for case in cases if case.customer.person_id in waiting}
