"""Follow-up with purpose: after a closing ask, say what fits, thank."""

from collections.abc import Mapping
from collections.abc import Sequence as Many
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import prefetch_related_objects

from lifelong.channels.hours import due
from lifelong.commerce.models import Order
from lifelong.concessions.queries import discount_code
from lifelong.conversations.models import Contact
from lifelong.customers.models import Purpose
from lifelong.lib import clock
from lifelong.plays.follow_up.fitting import Unfit
from lifelong.plays.follow_up.matters import overtaken
from lifelong.plays.follow_up.models import Sequence, Step, StepKind, Thanks
from lifelong.plays.follow_up.saying import Gift, Texts, To
from lifelong.plays.models import Case, Play
from lifelong.plays.playing import Way, Words, Work
from lifelong.plays.waiting import Why

#: what lay for so long, because the play was off, comes too late
FRESH = timedelta(days=7)
WHY = {Unfit.BOUGHT: Why.BOUGHT, Unfit.ANOTHER: Why.ANOTHER}


class FollowUp:
    """Takes the steps of sequences. Thanks come only to whom something was given: until then
    there is no next step."""

    def purpose(self, case: Case) -> Purpose:
        step = step_of(case)
        thanks = step is not None and step.kind == StepKind.THANK
        return Purpose.OFFERS if thanks else Purpose.UPDATES

    def halts(self, play: Play) -> str:
        return ""

    def pointless(self, cases: Many[Case]) -> Mapping[UUID, Why]:
        prefetch_related_objects(
            cases,
            "play__sequence__steps__answer",
            "order__customer",
            "order__items",
            "order__shipments",
            "contact__customer",
            "contact__topic__parent__parent",
            "contact__conversation__inbox__brand",
        )
        _know_again([one.contact for one in cases if one.contact])
        behind = overtaken({one.contact: one.begun_at for one in cases if one.contact})
        found = ((case.id, _why_stop(case, behind)) for case in cases)
        return {case_id: why for case_id, why in found if why is not None}

    def words(self, ready: Many[tuple[Case, Way]]) -> Mapping[UUID, Words]:
        steps = {case.id: step for case, _way in ready if (step := step_of(case)) is not None}
        thanked = [one for one, step in steps.items() if step.kind == StepKind.THANK]
        gifts = _gifts(thanked)
        texts = Texts(list(steps.values()))
        said = (
            (case.id, texts.words(steps[case.id], to_whom(case, way, case.contact, gifts)))
            for case, way in ready
            if case.id in steps and case.contact is not None
        )
        return {case_id: words for case_id, words in said if words is not None}

    def work(self, cases: Many[Case]) -> Mapping[UUID, Work]:
        return {}

    def after(self, case: Case, *, now: datetime) -> datetime | None:
        step = step_of(case)
        if step is None or step.kind == StepKind.THANK or case.contact is None:
            return None
        return due(case.contact.conversation.inbox.schedule, now, step.delay)


def step_of(case: Case) -> Step | None:
    """Its next step; None: there is none."""
    sequence: Sequence | None = getattr(case.play, "sequence", None)
    steps = list(sequence.steps.all()) if sequence else []
    return steps[case.step] if case.step < len(steps) else None


def order_of(case: Case) -> Order | None:
    """What it speaks of, if that still is an order of theirs."""
    order = case.order
    if order is None or order.deleted_at is not None or order.cancelled_at is not None:
        return None
    theirs = order.customer is not None and order.customer.person_id == case.customer.person_id
    return order if theirs else None


def to_whom(case: Case, way: Way, contact: Contact, gifts: Mapping[UUID, Gift]) -> To:
    return To(
        case_id=case.id,
        brand=case.play.brand,
        customer=case.customer,
        contact=contact,
        channel=way.channel,
        language=way.language,
        order=order_of(case),
        gift=gifts.get(case.id),
    )


def _know_again(contacts: Many[Contact]) -> None:
    """As they stand now: what was loaded before the locks were taken may be old."""
    stand = Contact.objects.in_bulk([one.id for one in contacts])
    for one in contacts:
        one.closed_at, one.confirmed = stand[one.id].closed_at, stand[one.id].confirmed


def _why_stop(case: Case, behind: Mapping[UUID, Unfit]) -> Why | None:
    step, contact = step_of(case), case.contact
    if step is None:
        return Why.OFF
    if contact is None or contact.closed_at is None:
        return Why.ANOTHER
    if contact.id in behind:
        return WHY[behind[contact.id]]
    if step.kind == StepKind.ASK and contact.confirmed is not None:
        return Why.SETTLED
    if case.due_at is not None and clock.now() - case.due_at > FRESH:
        return Why.STALE
    return None


def _gifts(case_ids: Many[UUID]) -> dict[UUID, Gift]:
    """What was given to whom is to be thanked."""
    if not case_ids:
        return {}
    rows = Thanks.objects.filter(case__in=case_ids).select_related("concession")
    return {
        one.case_id: Gift(one.concession.money, discount_code(one.concession))
        for one in rows
        if one.concession is not None
    }
