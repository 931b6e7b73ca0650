"""Beginning the sequence of what was closed."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, QuerySet

from lifelong.channels.hours import due
from lifelong.commerce.models import Order
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.knowledge.values import order_meant
from lifelong.lib.transactions import transaction
from lifelong.plays.actions.beginning_cases import Eligible, begin_cases
from lifelong.plays.follow_up import queries
from lifelong.plays.follow_up.matters import in_the_way, overtaken, sequence_for, with_all
from lifelong.plays.follow_up.models import Sequence, StepKind
from lifelong.plays.models import Case, PlayKind
from lifelong.plays.owed import causes_of
from lifelong.plays.queries import brand_of


def follow(contact_ids: Collection[UUID]) -> list[Case]:
    """Write down which of these closed matters are followed, by which sequence. One matter is
    followed once, however often it is closed."""
    with transaction():
        running = list(queries.running())
        if not running:
            return []
        contacts = list(with_all(_not_yet_followed(contact_ids)))
        closings = {one: one.closed_at for one in contacts if one.closed_at}
        barred = in_the_way(contacts) | overtaken(closings)
        causes = causes_of(contacts)
        fit: dict[UUID, list[Eligible]] = {}
        for contact in contacts:
            sequence = None if contact.id in barred else sequence_for(contact, running)
            if sequence is not None:
                fit.setdefault(sequence.pk, []).append(
                    _eligible(contact, sequence, causes[contact.id])
                )
        return [
            case
            for sequence in running
            for case in begin_cases(sequence.play, fit.get(sequence.pk, []))
        ]


def _not_yet_followed(contact_ids: Collection[UUID]) -> QuerySet[Contact]:
    """Closed again under another topic, another sequence would fit, and draw anew."""
    followed = Case.objects.filter(
        subject__in=contact_ids, contact=F("subject"), play__kind=PlayKind.FOLLOW_UP
    )
    return Contact.objects.filter(pk__in=contact_ids).exclude(pk__in=followed.values("subject"))


def _eligible(contact: Contact, sequence: Sequence, causes: Collection[str]) -> Eligible:
    assert contact.closed_at is not None
    first = sequence.steps.all()[0]
    return Eligible(
        customer=contact.customer,
        subject=contact.id,
        due_at=due(contact.conversation.inbox.schedule, contact.closed_at, first.delay),
        contact=contact,
        causes=tuple(sorted(causes)),
        order=_order(contact) if _speaks_of_orders(sequence) else None,
    )


def _speaks_of_orders(sequence: Sequence) -> bool:
    return any(one.answer_id or one.kind != StepKind.ASK for one in sequence.steps.all())


def _order(contact: Contact) -> Order | None:
    person_id = contact.customer.person_id
    joined = Customer.objects.filter(lead=person_id).values_list("id", flat=True)
    return order_meant(contact, [person_id, *joined], brand_of(contact))
