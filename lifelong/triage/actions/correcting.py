"""What agents say about a reading: it is so, or it is not."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.closing import AlreadyClosed
from lifelong.conversations.actions.sorting import tell_sorted
from lifelong.conversations.models import Contact, Topic
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.triage.events import TagJudged
from lifelong.triage.models import Correction, Reading
from lifelong.triage.risk import Risk


def judge_tag(contact: Contact, *, risk: Risk, holds: bool, by: Agent | None) -> Correction:
    """Accept a tag, set one that was not found, or say that it is wrong. New evidence in a later
    message brings back what was refused."""
    with changing(contact.conversation_id) as change:
        record(
            TagJudged(
                customer_id=contact.customer_id,
                conversation_id=contact.conversation_id,
                contact_id=contact.id,
                risk=Risk(risk),
                holds=holds,
                agent_id=by.id if by else None,
            )
        )
        return Correction.objects.create(
            contact=contact,
            customer_id=contact.customer_id,
            agent=by,
            at=change.now,
            risk=Risk(risk),
            holds=holds,
        )


def correct_topic(contact: Contact, *, topic: Topic, by: Agent) -> Correction:
    """The contact is about `topic`, proposed or not; it will be closed with it unless another is
    chosen then. Refused once it is closed."""
    with changing(contact.conversation_id) as change:
        now_here = change.contact(contact.id)
        if now_here.closed_at is not None:
            raise AlreadyClosed(_("This matter is already closed."))
        now_here.topic = topic
        now_here.save(update_fields=["topic"])
        tell_sorted(now_here, change)
        return _keep(now_here, topic, by)


def learn_from_closing(contact: Contact, *, topic: Topic, by: Agent) -> Correction | None:
    """The topic that it was closed with is the last word on what was proposed. Nothing is kept
    where nothing was proposed, or the same was said before."""
    with transaction():
        last = Correction.objects.filter(contact=contact, risk="").order_by("-at", "-id").first()
        if last is not None and last.topic_id == topic.id:
            return None
        if last is None and _proposed(contact) is None:
            return None
        return _keep(contact, topic, by)


def _keep(contact: Contact, topic: Topic, by: Agent) -> Correction:
    return Correction.objects.create(
        contact=contact,
        customer_id=contact.customer_id,
        agent=by,
        at=clock.now(),
        proposed=_proposed(contact),
        topic=topic,
    )


def _proposed(contact: Contact) -> Topic | None:
    """What the customer or else the machine proposed, whatever was said about it since."""
    rows = Reading.objects.filter(entry__contact=contact, topic__isnull=False)
    first = rows.select_related("topic").order_by("-chosen", "at").first()
    return first.topic if first else None
