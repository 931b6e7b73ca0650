"""Thanking: first something is given, under the play's level; once the shop has it, it is said."""

from datetime import timedelta
from uuid import UUID

import structlog

from lifelong.commerce.models import Order
from lifelong.concessions.actions.giving import give
from lifelong.concessions.actions.taking_turns import take_turns
from lifelong.concessions.actions.weighing import NotThisOrder, Wish, weigh
from lifelong.concessions.authority import Kind, Reason, Verdict
from lifelong.concessions.models import COUNTED, AuthorityLevel, Concession
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer, Purpose
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.lib.transactions import transaction
from lifelong.plays import queries
from lifelong.plays.actions.taking_steps import AFTER_TROUBLE, OUTAGE
from lifelong.plays.follow_up.complaints import complaints
from lifelong.plays.follow_up.matters import grave, overtaken
from lifelong.plays.follow_up.models import Step, StepKind, Thanks, Withheld
from lifelong.plays.follow_up.playing import FRESH, order_of, step_of, to_whom
from lifelong.plays.follow_up.saying import Gift, Texts
from lifelong.plays.models import Case, CaseState
from lifelong.plays.waiting import WITHIN, Hours, PutOff, Why, put_off, zone_of
from lifelong.plays.ways import Ways

log = structlog.get_logger()

#: one person is thanked once in this time
AGAIN_AFTER = timedelta(days=180)


def thank_next() -> bool:
    """Give what is longest due to be given, or write down why not. False: nothing is due.

    One for which that fails stands in nobody's way: it is put off, and loud in the log.
    """
    thanks: Thanks | None = None
    try:
        with transaction():
            rows = Thanks.objects.select_for_update(of=("self",), skip_locked=True).filter(
                due_at__lte=clock.now(), case__play__is_on=True, case__play__halted_at=None
            )
            thanks = rows.order_by("due_at").first()
            if thanks is not None:
                _thank(thanks)
    except OUTAGE:
        raise
    except Exception:
        if thanks is None:
            raise
        log.exception("thanks failed", case_id=str(thanks.case_id))
        put_off_until = clock.now() + AFTER_TROUBLE
        Thanks.objects.filter(pk=thanks.pk, due_at__isnull=False).update(due_at=put_off_until)
    return thanks is not None


def say_thanks(concession_id: UUID) -> None:
    """The shop has it: the message may go."""
    with transaction():
        for thanks in Thanks.objects.filter(concession=concession_id):
            case = Case.objects.select_for_update().get(pk=thanks.case_id)
            if case.state == CaseState.DONE:
                case.state, case.due_at = CaseState.PLANNED, clock.now()
                case.save(update_fields=["state", "due_at"])


def say_nothing(concession_id: UUID) -> None:
    """The shop refused it."""
    Thanks.objects.filter(concession=concession_id).update(withheld=Withheld.FAILED)


def _thank(thanks: Thanks) -> None:
    rows = Case.objects.select_related(
        "play__brand", "play__level", "play__sequence", "customer", "order",
        "contact__topic__parent__parent", "contact__customer",
    )  # fmt: skip
    case = rows.get(pk=thanks.case_id)
    take_turns([f"thanks:{case.customer.person_id}"])
    assert thanks.due_at is not None
    stale = clock.now() - thanks.due_at > FRESH
    made = Withheld.STALE if stale else _given(case)
    thanks.due_at = made.until if isinstance(made, PutOff) else None
    if isinstance(made, PutOff):
        thanks.save()
        return
    if isinstance(made, Withheld):
        thanks.withheld = made
    else:
        thanks.concession = made
    thanks.save()


def _given(case: Case) -> Concession | Withheld | PutOff:
    step, level, contact = step_of(case), case.play.level, case.contact
    if step is None or step.kind != StepKind.THANK or contact is None:
        return Withheld.OFF
    if (why := _withheld(case, contact)) is not None:
        return why
    # nobody is given something of which they cannot be told at once
    way = Ways([case]).to(case, Purpose.OFFERS)
    if isinstance(way, Why):
        return Withheld.CONSENT
    if (when := _when(case)) is not None:
        return when
    wish = _wish(case, step, level) if level else None
    if wish is None or level is None:
        return Withheld.AUTHORITY
    gift = {case.id: Gift.like(wish.money, step.gives)}
    if Texts([step]).words(step, to_whom(case, way, contact, gift)) is None:
        return Withheld.WORDLESS
    key = f"thanks {case.id}"
    try:
        weighed = weigh(wish, by=level, key=key)
    except NotThisOrder:
        return Withheld.SHOP
    if weighed.shop.connection.brand_id != case.play.brand_id:
        return Withheld.SHOP
    if weighed.answer.verdict is not Verdict.WITHIN:
        return Withheld.AUTHORITY
    return give(wish, by=level, key=key)


def _withheld(case: Case, contact: Contact) -> Withheld | None:
    if contact.confirmed is not True or contact.closed_at is None:
        return Withheld.UNCONFIRMED
    if case.replied_at is not None or overtaken({contact: case.begun_at}):
        return Withheld.OVERTAKEN
    if not complaints([contact]):
        return Withheld.NO_COMPLAINT
    if grave([contact]):
        return Withheld.RISK
    lately = Thanks.objects.filter(
        customer__in=_people(case),
        concession__state__in=COUNTED,
        concession__granted_at__gt=clock.now() - AGAIN_AFTER,
    )
    return Withheld.LATELY if lately.exists() else None


def _people(case: Case) -> list[UUID]:
    person_id = case.customer.person_id
    joined = Customer.objects.filter(lead=person_id).values_list("id", flat=True)
    return [person_id, *joined]


def _when(case: Case) -> PutOff | Withheld | None:
    """When they may be told; None: now."""
    now, play = clock.now(), case.play
    touched = queries.touches(_people(case), since=now - WITHIN)
    when = put_off(
        now,
        hours=Hours(play.from_minute, play.to_minute),
        zone=zone_of(case.customer.zone, play.brand.zone),
        touched=[at for one in touched.values() for at in one],
        owed=False,
    )
    return Withheld.OFTEN if isinstance(when, Why) else when


def _wish(case: Case, step: Step, level: AuthorityLevel) -> Wish | None:
    """None where it is a share of an order that there is not."""
    order = order_of(case)
    money = Money(step.amount, level.currency) if step.amount else _share(step, order)
    if money is None or money.amount <= 0:
        return None
    if order is not None and order.currency != money.currency:
        order = None
    return Wish(
        kind=Kind(step.gives),
        money=money,
        reason=Reason.GOODWILL,
        customer=case.customer,
        order=order,
        contact=case.contact,
    )


def _share(step: Step, order: Order | None) -> Money | None:
    if order is None or step.percent is None:
        return None
    return Money(order.total * step.percent // 100, order.currency)
