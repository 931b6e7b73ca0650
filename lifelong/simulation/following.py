"""What the made-up shop asks after a closing, and what people said to that lately."""

from datetime import datetime, timedelta
from uuid import UUID

from lifelong.channels.models import Brand, Channel
from lifelong.concessions.actions.setting_authority import set_level
from lifelong.concessions.authority import Kind, Limit
from lifelong.concessions.models import AuthorityLevel
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.reaching_out import BY_ITSELF
from lifelong.conversations.events import ResolutionConfirmed
from lifelong.conversations.models import Contact, EntryKind, Message, Sending, SendingState
from lifelong.customers.models import Purpose
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.plays.actions.stopping import stop
from lifelong.plays.actions.switching import switch
from lifelong.plays.follow_up.actions.arranging import Doing, Terms, write_sequence
from lifelong.plays.follow_up.actions.beginning import follow
from lifelong.plays.follow_up.looking_back import closed_in
from lifelong.plays.follow_up.matters import overtaken
from lifelong.plays.follow_up.models import Sequence, StepKind, Thanks, Withheld
from lifelong.plays.follow_up.playing import WHY, step_of, to_whom
from lifelong.plays.follow_up.saying import Texts
from lifelong.plays.models import Case, CaseState, Touch
from lifelong.plays.playing import Way
from lifelong.plays.waiting import Why
from lifelong.plays.ways import Ways
from lifelong.simulation.ground import Ground

DAY = timedelta(days=1)
HOURS = 60
#: how long it has been on
SINCE = 88 * DAY
#: which of them say that it is settled, in turn; the others say nothing
_SETTLED = (True, False, True, True, False)


def lay_down(ground: Ground, *, now: datetime) -> None:
    """Two sequences that are on, and whom they were for since."""
    brand = ground.support.brand
    with clock.stopped_at(now - SINCE):
        _sequences(brand, ground)
    rows = closed_in(brand).filter(closed_at__gt=now - SINCE).order_by("closed_at", "id")
    for contact_id, closed_at in rows.values_list("id", "closed_at"):
        assert closed_at is not None
        with clock.stopped_at(closed_at):
            follow([contact_id])
    planned = Case.objects.filter(state=CaseState.PLANNED, due_at__lt=now - DAY).select_related(
        "play__brand", "customer", "order", "contact__conversation__inbox", "contact__customer"
    )
    for place, case in enumerate(planned.order_by("due_at", "id")):
        _go_on(case, settled=_SETTLED[place % len(_SETTLED)])


def _sequences(brand: Brand, ground: Ground) -> list[Sequence]:
    level = AuthorityLevel.objects.create(name="Follow-ups", currency=brand.currency, rank=0)
    set_level(
        level,
        limits={Kind.DISCOUNT: Limit(1000), Kind.CREDIT: Limit(1000)},
        per_customer=1000,
        per_agent=50_000,
        period=30 * DAY,
        by=None,
    )
    faults = [ground.topics[name] for name in ("Product", "Lost parcel")]
    thanks = Doing(StepKind.THANK, 2 * HOURS, gives=Kind.DISCOUNT, amount=500)
    made = [
        Terms(
            name="After something went wrong",
            topics=faults,
            steps=[Doing(StepKind.ASK, 8 * HOURS), thanks],
            level=level,
        ),
        Terms(
            name="Is it settled?",
            topics=[ground.topics["Delivery"], ground.topics["Returns"]],
            steps=[Doing(StepKind.ASK, 16 * HOURS)],
        ),
    ]
    sequences = [write_sequence(brand, terms, by=None) for terms in made]
    for one in sequences:
        switch(one.play, on=True, by=None)
    return sequences


def _go_on(case: Case, *, settled: bool) -> None:
    """What was said at its time, and what they said to it the same evening."""
    assert case.due_at is not None and case.contact is not None
    at, contact = case.due_at, case.contact
    way = Ways([case]).to(case, Purpose.UPDATES)
    behind = overtaken({contact: case.begun_at}, until={contact.id: at})
    with clock.stopped_at(at), transaction():
        if behind or not isinstance(way, Way) or contact.closed_at is None:
            stop([case], why=WHY[behind[contact.id]] if behind else _why(way))
            return
        _ask(case, contact, way)
    with clock.stopped_at(at + timedelta(hours=3)):
        if settled:
            _answer(case, contact)


def _why(way: Way | Why) -> Why:
    return way if isinstance(way, Why) else Why.ANOTHER


def _ask(case: Case, contact: Contact, way: Way) -> None:
    """As the play does, but long since sent."""
    step = step_of(case)
    assert step is not None and contact.endpoint is not None
    words = Texts([step]).words(step, to_whom(case, way, contact, {}))
    assert words is not None
    with changing(contact.conversation_id) as change:
        entry = change.enter(
            EntryKind.MESSAGE_OUT,
            contact=contact,
            channel=way.channel,
            handle=way.handle,
            text=words.text,
            details={"play": case.play.kind, "case": str(case.id)},
        )
        change.new_rows += [
            _message(entry.id, contact, way, words.subject),
            _sent(entry.id, contact, way, change.now),
            Touch(
                entry=entry,
                case=case,
                step=0,
                customer_id=case.customer_id,
                purpose=Purpose.UPDATES,
                at=change.now,
            ),
        ]
    case.step, case.state, case.due_at = 1, CaseState.DONE, None
    case.save()


def _message(entry_id: UUID, contact: Contact, way: Way, subject: str) -> Message:
    is_mail = way.channel is Channel.EMAIL
    return Message(
        entry_id=entry_id,
        customer_id=contact.customer_id,
        endpoint=way.endpoint,
        subject=subject if is_mail else "",
        external_id=f"{entry_id.hex}@{way.endpoint.address.rpartition('@')[2]}" if is_mail else "",
        automatic=BY_ITSELF,
        purpose=Purpose.UPDATES,
    )


def _sent(entry_id: UUID, contact: Contact, way: Way, at: datetime) -> Sending:
    return Sending(
        entry_id=entry_id,
        customer_id=contact.customer_id,
        endpoint=way.endpoint,
        state=SendingState.ACCEPTED,
        recipient=way.handle.value,
        queued_at=at,
        send_at=at,
        accepted_at=at,
        tries=1,
    )


def _answer(case: Case, contact: Contact) -> None:
    """They say that it is settled. Nobody of them wants offers, so nobody is thanked."""
    with changing(contact.conversation_id) as change:
        contact = change.contact(contact.id)
        contact.confirmed, contact.confirmed_at = True, change.now
        contact.save()
        change.note_event("confirmed", contact=contact)
        record(
            ResolutionConfirmed(
                customer_id=contact.customer_id,
                conversation_id=change.conversation.id,
                contact_id=contact.id,
                settled=True,
            )
        )
    steps = list(case.play.sequence.steps.all())
    if steps[-1].kind == StepKind.THANK:
        Thanks.objects.create(case=case, customer_id=case.customer_id, withheld=Withheld.CONSENT)
